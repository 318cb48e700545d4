/* crash-in-create - dies with the first thing it is asked for. */
#include "conformance.h"

#include <stdlib.h>

static ow_rc create(const ow_host *host, ow_bytes config, int32_t format, void **inst) {
  (void)host, (void)config, (void)format, (void)inst;
  abort();
}

static ow_rc run(void *inst, ow_call c, const ow_request *request) {
  (void)inst, (void)c, (void)request;
  return OW_E_INTERNAL;
}

CONFORMANCE_PLUGIN("org.openwatch.test.crash-in-create", create, run)
