/* bad-json - results and codes that no plugin should give, as the parameter "what" says: "text" is not JSON,
 * "schema" violates the result's schema, "utf8" is not UTF-8, "duplicate" has a key twice, "deep" is nested
 * without end, "none" is no result at all, "code" is an undefined code, "positive" a reserved one, "twice" gives
 * two results, "event" emits an event whose attributes violate their schema. */
#include "conformance.h"

static bool is(ow_str a, const char *b) { return a.n == strlen(b) && memcmp(a.p, b, a.n) == 0; }

static ow_rc run(void *inst, ow_call c, const ow_request *request) {
  struct probe *p = inst;
  ow_str what = param_string(request->params, "what");
  if (is(what, "text")) return give(p, c, "this is not JSON");
  if (is(what, "schema")) return give(p, c, "{\"ok\":\"a string where a boolean belongs\"}");
  if (is(what, "utf8")) return give(p, c, "{\"ok\":true,\"text\":\"\xff\xfe\"}");
  if (is(what, "duplicate")) return give(p, c, "{\"ok\":true,\"ok\":false}");
  if (is(what, "deep")) {
    static char deep[200001];
    memset(deep, '[', sizeof deep - 1);
    return give(p, c, deep);
  }
  if (is(what, "none")) return OW_OK;
  if (is(what, "code")) return -4711;
  if (is(what, "positive")) return 1;
  if (is(what, "twice")) {
    give(p, c, "{\"ok\":true}");
    ow_rc second = give(p, c, "{\"ok\":false}");
    return second == OW_E_STATE ? OW_OK : OW_E_INTERNAL;
  }
  if (is(what, "event")) {
    static const char attributes[] = "{\"n\":\"a string where a number belongs\"}";
    ow_event event = {.struct_size = sizeof event, .subject = str("bad"),
                      .attributes = {(const uint8_t *)attributes, sizeof attributes - 1}};
    ow_rc rc = p->core->emit(p->h, c, &event, 1);
    if (rc != OW_OK) return rc;
  }
  return give(p, c, "{\"ok\":true}");
}

CONFORMANCE_PLUGIN("org.openwatch.test.bad-json", plain_create, run)
