/* stale-handle - uses handles that it must not use. Each run() tries the last run's call, the zero call, guesses
 * around its own, and sessions it never opened; it gives back how many of them were not refused with OW_E_ARG.
 * With the parameter "thread" it also leaves a thread behind that goes on using its call, and reports what that
 * one saw in the next run. */
#include "conformance.h"

#include <pthread.h>
#include <stdatomic.h>

static _Atomic uint64_t last_call;
static atomic_int late_code = 1; /* 1 = nothing seen yet */

struct late {
  struct probe *p;
  ow_call c;
};

static uint32_t accepted(struct probe *p, ow_call c, ow_target target) {
  ow_event event = {.struct_size = sizeof event, .subject = str("stale")};
  ow_ssh session;
  ow_bytes value;
  uint32_t count = 0;
  count += p->core->emit(p->h, c, &event, 1) != OW_E_ARG;
  count += p->core->result(p->h, c, OW_FMT_JSON, (ow_bytes){(const uint8_t *)"{}", 2}) != OW_E_ARG;
  count += p->core->fail(p->h, c, OW_E_IO, str("x"), (ow_bytes){0}) != OW_E_ARG;
  count += p->core->progress(p->h, c, 1, str("x")) != OW_E_ARG;
  count += p->core->wait(p->h, c, 0) != OW_E_ARG;
  count += p->core->scratch(p->h, c, 16, 8) != NULL;
  count += p->core->cancelled(p->h, c) == 0;
  if (p->ssh) count += p->ssh->open(p->h, c, target, NULL, &session) != OW_E_ARG;
  if (p->kv) count += p->kv->get(p->h, c, str("k"), &value, NULL) != OW_E_ARG;
  return count;
}

static uint32_t accepted_sessions(struct probe *p, ow_call c, ow_ssh s) {
  ow_ssh_info info = {.struct_size = sizeof info};
  ow_ssh_result result = {.struct_size = sizeof result};
  ow_ssh_exec x = {.struct_size = sizeof x, .command_id = str("id")};
  ow_ssh_sections sections = {.struct_size = sizeof sections};
  ow_bytes content;
  uint32_t count = 0;
  count += p->ssh->info(p->h, c, s, &info) != OW_E_ARG;
  count += p->ssh->exec(p->h, c, s, &x, &result) != OW_E_ARG;
  count += p->ssh->read_file(p->h, c, s, str("/etc/hostname"), 64, &content) != OW_E_ARG;
  count += p->ssh->collect(p->h, c, s, NULL, &sections) != OW_E_ARG;
  count += p->ssh->close(p->h, c, s) != OW_E_ARG;
  return count;
}

/* Waits in the call until it ends, then tries to go on. */
static void *late_thread(void *argument) {
  struct late late = *(struct late *)argument; /* the next run, which may come before we wake, writes there again */
  ow_rc rc = late.p->core->wait(late.p->h, late.c, UINT64_C(60) * 1000000000);
  if (rc == OW_E_ARG && accepted(late.p, late.c, 1) > 0) rc = OW_OK;
  atomic_store(&late_code, rc);
  return NULL;
}

static ow_rc run(void *inst, ow_call c, const ow_request *request) {
  struct probe *p = inst;
  uint64_t last = atomic_exchange(&last_call, c);
  uint32_t count = last ? accepted(p, last, request->target) : 0;
  const ow_call forged[] = {0, 1, UINT64_MAX, c + 1, c - 1, c ^ (UINT64_C(1) << 32), c ^ (UINT64_C(1) << 63)};
  for (size_t i = 0; i < sizeof forged / sizeof *forged; i++) count += accepted(p, forged[i], request->target);
  if (p->ssh) count += accepted_sessions(p, c, 0) + accepted_sessions(p, c, 1) + accepted_sessions(p, c, UINT64_MAX);

  char text[96];
  snprintf(text, sizeof text, "{\"accepted\":%u,\"had_last\":%s,\"late_code\":%d}", count, last ? "true" : "false",
           atomic_load(&late_code));
  if (param_number(request->params, "thread")) {
    struct late *late = p->core->scratch(p->h, c, sizeof *late, 16);
    static struct late kept;
    pthread_t thread;
    if (!late) return OW_E_NOMEM;
    kept = (struct late){p, c};
    if (pthread_create(&thread, NULL, late_thread, &kept) != 0) return OW_E_NOMEM;
    pthread_detach(thread);
    p->core->wait(p->h, c, 20000000); /* so that it is inside wait() when the call ends */
  }
  return give(p, c, text);
}

CONFORMANCE_PLUGIN("org.openwatch.test.stale-handle", plain_create, run)
