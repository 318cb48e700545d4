/* noop - answers every call with an empty object: what a call costs that does nothing. */
#include "conformance.h"

static ow_rc run(void *inst, ow_call c, const ow_request *request) {
  (void)request;
  struct probe *p = inst;
  return p->core->result(p->h, c, OW_FMT_JSON, (ow_bytes){(const uint8_t *)"{}", 2});
}

CONFORMANCE_PLUGIN("org.openwatch.test.noop", plain_create, run)
