/* ctor-parent - looks into the server through /proc as soon as it is loaded. */
#include "hostile.h"

__attribute__((constructor)) static void on_load(void) {
  static const char *const files[] = {"mem", "environ", "maps", "cmdline", "fd", "root", "auxv"};
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", (int)getppid(), files[i]);
    found(files[i], open(path, O_RDONLY | O_CLOEXEC));
  }
}

NOTHING_MORE
HOSTILE("ctor-parent")
