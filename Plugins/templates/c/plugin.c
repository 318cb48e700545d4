/* Reads how much a host randomises addresses, and reports when that is less than expected. */
#include <stdlib.h>

#include "kit/ow_kit.h"

enum { PROBE_ASLR = 0 };      /* the place of [[probe]] in plugin.toml */
enum { EVENT_WEAKENED = 0 };  /* the place of [[event]] */

static ow_rc create(const ow_host *host, ow_bytes configuration, int32_t format, void **inst) {
  (void)configuration, (void)format;
  ow_kit *kit = malloc(sizeof *kit);
  if (!kit) return OW_E_NOMEM;
  const ow_rc rc = ow_kit_init(kit, host, OW_NEED_SSH);
  if (rc != OW_OK) {
    free(kit);
    return rc;
  }
  *inst = kit;
  return OW_OK;
}

static void destroy(void *inst) { free(inst); }

static ow_rc run(void *inst, ow_call c, const ow_request *request) {
  const ow_kit *kit = inst;
  if (request->probe != PROBE_ASLR) return OW_E_ARG;

  ow_ssh session;
  ow_ssh_result answer;
  OW_TRY(ow_open(kit, c, request, &session));
  OW_TRY(ow_execute(kit, c, session, "aslr", NULL, 0, &answer));
  if (answer.exit_code != 0) return ow_fail(kit, c, OW_E_UNSUPPORTED, "the host has no kernel.randomize_va_space");
  if (answer.out.n < 1 || answer.out.p[0] < '0' || answer.out.p[0] > '2')
    return ow_fail(kit, c, OW_E_PROTOCOL, "kernel.randomize_va_space is not 0, 1 or 2");
  const int64_t value = answer.out.p[0] - '0';
  const int64_t expected = ow_json_int_or(request->params, "expected", 2);

  char buffer[128];
  ow_json json = ow_json_make(buffer, sizeof buffer);
  ow_json_object(&json);
  ow_json_key(&json, "value");
  ow_json_int(&json, value);
  ow_json_key(&json, "expected");
  ow_json_int(&json, expected);
  ow_json_end(&json);

  /* Only a change is an event: the last result says what is known already. */
  if (value < expected && ow_json_int_or(request->previous, "value", -1) != value)
    OW_TRY(ow_emit(kit, c, EVENT_WEAKENED, OW_SEV_MEDIUM, OW_TEXT("sysctl:kernel.randomize_va_space"),
                   OW_TEXT("Addresses are randomised less than expected."), ow_json_bytes(&json)));
  return ow_result(kit, c, &json);
}

OW_PLUGIN("@ID@", "0.1.0", OW_LANG_C, create, destroy, run);
