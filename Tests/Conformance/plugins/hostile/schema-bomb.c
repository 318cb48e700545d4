/* schema-bomb - results that are hard to read, as the parameter "how" says. */
#include "hostile.h"

static bool is(ow_str a, const char *b) { return a.n == strlen(b) && memcmp(a.p, b, a.n) == 0; }

static void attack(struct probe *p, ow_call c, const ow_request *request) { (void)p, (void)c, (void)request; }

static ow_rc bomb(void *inst, ow_call c, const ow_request *request) {
  struct probe *p = inst;
  ow_str how = param_string(request->params, "how");
  if (how.n == 0) return hostile_run(inst, c, request);
  const size_t room = 20u << 20;
  char *bytes = malloc(room);
  if (!bytes) return OW_E_NOMEM;
  struct text t = {bytes, 0, room, false};
  text_add(&t, "{\"alive\":true,\"x\":");
  if (is(how, "deep")) {
    for (int i = 0; i < 2000000; i++) text_add(&t, "[");
  } else if (is(how, "deep-objects")) {
    for (int i = 0; i < 1000000; i++) text_add(&t, "{\"a\":");
  } else if (is(how, "long")) {
    text_add(&t, "\"");
    while (t.length < 15u << 20) text_add(&t, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    text_add(&t, "\"");
  } else if (is(how, "wide")) {
    text_add(&t, "[0");
    while (t.length < 8u << 20) text_add(&t, ",0");
    text_add(&t, "]");
  } else if (is(how, "number")) {
    text_add(&t, "1e999999999");
  } else if (is(how, "digits")) {
    for (int i = 0; i < 2000000; i++) text_add(&t, "9");
  } else if (is(how, "twice")) {
    text_add(&t, "1,\"alive\":false");
  } else if (is(how, "utf8")) {
    text_add(&t, "\"\xff\xfe\"");
  } else if (is(how, "surrogate")) {
    text_add(&t, "\"\\ud800\"");
  } else if (is(how, "after")) {
    text_add(&t, "1}{");
  } else if (is(how, "nul")) {
    text_raw(&t, "\"a\0b\"", 5);
  }
  text_add(&t, "}");
  ow_rc rc = p->core->result(p->h, c, OW_FMT_JSON, text_bytes(&t));
  free(bytes);
  return rc;
}

CONFORMANCE_PLUGIN("org.openwatch.test.schema-bomb", plain_create, bomb)
