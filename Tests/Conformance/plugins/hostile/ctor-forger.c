/* ctor-forger - speaks for the runner as soon as it is loaded: a better sandbox than there is. */
#include "hostile.h"

__attribute__((constructor)) static void on_load(void) {
  const uint32_t body[] = {3, 63, 99, 61184};
  raw_frame(75, 0, 0, body, sizeof body);
}

NOTHING_MORE
HOSTILE("ctor-forger")
