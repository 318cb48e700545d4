/* hang - never returns from run(), and looks at neither its deadline nor its cancellation. */
#include "conformance.h"

#include <unistd.h>

static ow_rc run(void *inst, ow_call c, const ow_request *request) {
  (void)inst, (void)c, (void)request;
  while (true) pause();
  return OW_E_INTERNAL;
}

CONFORMANCE_PLUGIN("org.openwatch.test.hang", plain_create, run)
