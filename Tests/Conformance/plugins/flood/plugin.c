/* flood - floods the host as the parameter "what" says: "events" and "log" without end, until cancelled; "types"
 * tries an event type that the manifest does not declare; "result" gives a result of 8 MiB and one byte; "scratch"
 * takes memory until there is no more. */
#include "conformance.h"

#include <stdlib.h>

static bool is(ow_str a, const char *b) { return a.n == strlen(b) && memcmp(a.p, b, a.n) == 0; }

static ow_event event_of(uint32_t type) {
  return (ow_event){.struct_size = sizeof(ow_event), .type = type, .severity = OW_SEV_INFO, .subject = str("flood")};
}

/* Never waits for credit: the host must not run out of memory, whatever AGAIN is answered with. */
static ow_rc flood_events(struct probe *p, ow_call c, uint64_t *refused) {
  ow_event event = event_of(0);
  ow_rc rc = OW_OK;
  while (rc == OW_OK || rc == OW_E_AGAIN) {
    rc = p->core->emit(p->h, c, &event, 1);
    if (rc == OW_E_AGAIN) ++*refused;
  }
  return rc;
}

static ow_rc run(void *inst, ow_call c, const ow_request *request) {
  struct probe *p = inst;
  ow_str what = param_string(request->params, "what");
  char text[128];
  if (is(what, "events")) {
    uint64_t refused = 0;
    ow_rc rc = flood_events(p, c, &refused);
    snprintf(text, sizeof text, "emit() gave %d after %llu times AGAIN", rc, (unsigned long long)refused);
    p->core->fail(p->h, c, rc, str(text), (ow_bytes){0});
    return rc;
  }
  if (is(what, "log")) {
    while (!p->core->cancelled(p->h, c)) p->core->log(p->h, c, OW_LOG_INFO, str("and another line"));
    return OW_E_CANCELLED;
  }
  if (is(what, "types")) {
    ow_event event = event_of(4000000000u);
    return p->core->emit(p->h, c, &event, 1);
  }
  if (is(what, "result")) {
    uint64_t size = 8 * 1024 * 1024 + 1;
    uint8_t *body = malloc(size);
    if (!body) return OW_E_NOMEM;
    memset(body, ' ', size);
    ow_rc rc = p->core->result(p->h, c, OW_FMT_JSON, (ow_bytes){body, size});
    free(body);
    return rc;
  }
  if (is(what, "scratch")) {
    uint64_t taken = 0;
    while (p->core->scratch(p->h, c, 1024 * 1024, 64)) taken++;
    snprintf(text, sizeof text, "{\"mebibytes\":%llu}", (unsigned long long)taken);
    return give(p, c, text);
  }
  return OW_E_ARG;
}

CONFORMANCE_PLUGIN("org.openwatch.test.flood", plain_create, run)
