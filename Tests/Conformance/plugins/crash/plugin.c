/* crash - dies in run() as the parameter "how" says: "segv", "abort", "exit" or "stack". */
#include "conformance.h"

#include <signal.h>
#include <stdlib.h>

static bool is(ow_str a, const char *b) { return a.n == strlen(b) && memcmp(a.p, b, a.n) == 0; }

static uint64_t deep(volatile uint64_t n) { return n == 0 ? 0 : 1 + deep(n + 1); }

static ow_rc run(void *inst, ow_call c, const ow_request *request) {
  ow_str how = param_string(request->params, "how");
  if (is(how, "segv")) *(volatile int *)8 = 1;
  if (is(how, "abort")) abort();
  if (is(how, "exit")) exit(7);
  if (is(how, "stack")) return (ow_rc)deep(1);
  return give(inst, c, "{\"alive\":true}");
}

CONFORMANCE_PLUGIN("org.openwatch.test.crash", plain_create, run)
