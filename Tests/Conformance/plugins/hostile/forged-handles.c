/* forged-handles - asks for connections to machines that it was not given, and uses sessions that it never opened. */
#include "hostile.h"

static void attack(struct probe *p, ow_call c, const ow_request *request) {
  ow_ssh session;
  ow_target t = request->target;
  const ow_target targets[] = {0, 1, t + 1, t - 1, t ^ (UINT64_C(1) << 32), UINT64_MAX};
  long opened = 0, used = 0, called = 0;
  for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
    if (targets[i] != t && p->ssh->open(p->h, c, targets[i], NULL, &session) == OW_OK) opened++;
  }
  ow_ssh_exec x = {.struct_size = sizeof x, .command_id = str("say")};
  ow_ssh_result result = {.struct_size = sizeof result};
  for (uint64_t s = 0; s < 64; s++) used += p->ssh->exec(p->h, c, s, &x, &result) == OW_OK;
  for (uint64_t d = 1; d < 64; d++) called += p->ssh->open(p->h, c + d, t, NULL, &session) == OW_OK;
  found("opened", opened);
  found("used", used);
  found("called", called);
  found("kv", p->kv != NULL);
}

HOSTILE("forged-handles")
