/* subject_run.c - one run() of the plugin, on a thread of its own as the runner has it, and the rules for its outcome.
 */
#define _GNU_SOURCE 1
#include "memory.h"
#include "subject.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SHOWN_MAX (8u * 1024u * 1024u)

static _Atomic uint64_t next_target = 1000;
static uint64_t shown_hashes[256];
static uint32_t shown_count;
static uint64_t shown_bytes;
static pthread_mutex_t shown_lock = PTHREAD_MUTEX_INITIALIZER;

static uint64_t hash(const void *bytes, uint64_t n) {
  uint64_t h = 14695981039346656037u;
  for (uint64_t i = 0; i < n; i++) h = (h ^ ((const uint8_t *)bytes)[i]) * 1099511628211u;
  return h;
}

struct ask ask_plain(uint32_t probe) {
  return (struct ask){.probe = probe, .params = facts_params(probe), .attempt = 1, .format = OW_FMT_JSON};
}

struct job {
  struct host *host;
  void *inst;
  const struct ask *ask;
  struct call *call;
  struct outcome outcome;
  atomic_bool done;
};

static void *work(void *argument) {
  struct job *job = argument;
  const struct ask *ask = job->ask;
  struct call *call = job->call;
  ow_request request = {.struct_size = sizeof request,
                        .probe = ask->probe,
                        .target = call->target,
                        .attempt = ask->attempt,
                        .format = ask->format,
                        .params = ask->params,
                        .previous = ask->previous,
                        .previous_unix_ns = ask->previous_unix_ns,
                        .trace_id = text_of(call->cookie)};
  current_call = call;
  memory_enter_plugin(1);
  uint64_t start = real_ns();
  job->outcome.rc = subject.plugin.run(job->inst, atomic_load(&call->handle), &request);
  uint64_t end = real_ns();
  memory_leave_plugin();
  current_call = NULL;
  job->outcome.wall_ns = end - start;
  pthread_mutex_lock(&call->lock);
  if (call->cancelled_at) job->outcome.cancel_latency_ns = end - call->cancelled_at;
  pthread_mutex_unlock(&call->lock);
  call_close(call);
  atomic_store(&job->done, true);
  return NULL;
}

/* The host's own thread for the hook: cancel() comes from another one than run(). */
static void follow(struct job *job) {
  bool hooked = false;
  uint64_t start = real_ns();
  uint64_t handle = atomic_load(&job->call->handle);
  while (!atomic_load(&job->done)) {
    if (job->ask->cancel_after_ns && real_ns() - start >= job->ask->cancel_after_ns) {
      call_cancel(job->call, OW_E_CANCELLED);
    }
    bool cancelled = handle && job->call->cancel_rc != OW_OK;
    if (cancelled && !hooked && subject.plugin.cancel && !atomic_load(&job->done)) {
      hooked = true;
      memory_enter_plugin(1);
      uint64_t before = real_ns();
      subject.plugin.cancel(job->inst, handle);
      uint64_t took = real_ns() - before;
      memory_leave_plugin();
      if (took > NS_PER_S) report_fault("cancel() took %.0f ms; it must not block", (double)took / 1e6);
    }
    nanosleep(&(struct timespec){0, 100000}, NULL);
  }
}

static void take_outcome(struct job *job) {
  struct call *call = job->call;
  struct outcome *outcome = &job->outcome;
  outcome->has_result = call->has_result;
  outcome->result = call->result;
  outcome->result_length = call->result_length;
  call->result = NULL;
  outcome->fail_code = call->fail_code;
  outcome->event_count = call->event_count;
  outcome->result_hash = hash(outcome->result, outcome->result_length);
  outcome->events_hash = hash(call->events.bytes, call->events.length);
  memcpy(outcome->cookie, call->cookie, sizeof outcome->cookie);
  for (uint64_t i = 0; bench.plan.cookies && i + 12 <= outcome->result_length; i++) {
    bool cookie = memcmp(outcome->result + i, "owck", 4) == 0;
    if (cookie && memcmp(outcome->result + i, call->cookie, 12) != 0) outcome->foreign_cookie = true;
  }
}

static void show(struct job *job) {
  struct outcome *outcome = &job->outcome;
  uint64_t key = outcome->result_hash * 31 + outcome->events_hash * 7 + job->ask->probe;
  bool seen = false;
  pthread_mutex_lock(&shown_lock);
  for (uint32_t i = 0; i < shown_count; i++) seen = seen || shown_hashes[i] == key;
  if (!seen && shown_count < 256) shown_hashes[shown_count++] = key;
  shown_bytes += seen ? 0 : outcome->result_length + job->call->events.length;
  bool room = shown_bytes <= SHOWN_MAX;
  pthread_mutex_unlock(&shown_lock);
  if (seen || !room) return;
  struct line line = {0};
  line_text(&line, "{\"capture\":%u,\"rc\":%d,\"result\":", job->ask->probe, outcome->rc);
  line_hex(&line, outcome->result, outcome->has_result ? outcome->result_length : 0);
  line_text(&line, ",\"events\":[");
  line_raw(&line, job->call->events.bytes, job->call->events.length);
  line_text(&line, "]}");
  line_send(&line);
}

static struct outcome run_shown(struct host *host, void *inst, const struct ask *ask, bool shown) {
  uint64_t timeout = ask->timeout_ns;
  uint32_t known = ask->probe < facts.probe_count ? ask->probe : 0;
  if (timeout == 0) timeout = facts.probes[known].timeout_ns;
  ow_target target = ask->target ? ask->target : atomic_fetch_add(&next_target, 1);
  struct job job = {.host = host, .inst = inst, .ask = ask};
  job.call = call_open(host, ask->probe, target, timeout == UINT64_MAX ? 1 : timeout);
  watch_begin("run()", 15 * NS_PER_S);
  pthread_t thread;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 2 * 1024 * 1024);
  if (pthread_create(&thread, &attributes, work, &job) != 0) abort();
  pthread_attr_destroy(&attributes);
  bool cancels = ask->cancel_after_ns || bench.plan.cancel_at >= 0 || bench.plan.fault_code == OW_E_CANCELLED;
  if (cancels) follow(&job);
  pthread_join(thread, NULL);
  watch_end();
  take_outcome(&job);
  if (shown) show(&job);
  call_release(job.call);
  return job.outcome;
}

struct outcome subject_run(struct host *host, void *inst, const struct ask *ask) {
  return run_shown(host, inst, ask, false);
}

void outcome_check(const struct outcome *outcome, const char *what, bool strict) {
  /* A code of a later minor may be passed on. */
  bool passed_on = bench.plan.fault_at >= 0 && outcome->rc == bench.plan.fault_code;
  if (!code_known(outcome->rc) && !passed_on)
    report_fault("%s: run() returned the undefined code %d", what, outcome->rc);
  if (outcome->rc == OW_OK && !outcome->has_result && strict) {
    report_fault("%s: run() returned OW_OK without an accepted result", what);
  }
}

void outcome_free(struct outcome *outcome) {
  free(outcome->result);
  outcome->result = NULL;
}

ow_rc subject_try(struct host *host, void *inst, const struct ask *ask, const char *what, bool shown) {
  report_step("%s: run() of probe %u", what, ask->probe);
  struct outcome outcome = run_shown(host, inst, ask, shown);
  outcome_check(&outcome, what, true);
  outcome_free(&outcome);
  return outcome.rc;
}
