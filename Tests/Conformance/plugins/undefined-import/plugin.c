/* undefined-import - needs a function that no library has, so it cannot be loaded at all. */
#include "conformance.h"

ow_rc openwatch_function_that_does_not_exist(void *h);

static ow_rc run(void *inst, ow_call c, const ow_request *request) {
  (void)c, (void)request;
  return openwatch_function_that_does_not_exist(inst);
}

CONFORMANCE_PLUGIN("org.openwatch.test.undefined-import", plain_create, run)
