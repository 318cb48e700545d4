/* cases_cancel.c - calls that are cancelled or run out of time. 100 ms is the bar, 1 s the limit. */
#define _GNU_SOURCE 1
#include "cases.h"

#define POINTS 20u

static uint64_t worst;
static struct host *host;
static void *inst;

static void note(const struct outcome *outcome, const char *what) {
  outcome_check(outcome, what, true);
  if (outcome->cancel_latency_ns > worst) worst = outcome->cancel_latency_ns;
}

static void finish(void) {
  report_figure("latency", (double)worst / 1e6, "ms");
  if (worst > NS_PER_S) report_fault("a cancelled call went on for %.0f ms; 1 s is the limit", (double)worst / 1e6);
  else if (worst > 100 * NS_PER_MS)
    report_warning("a cancelled call went on for %.0f ms; 100 ms is the bar", (double)worst / 1e6);
  bench_rewind(plan_plain());
  for (uint32_t probe = 0; probe < facts.probe_count; probe++) {
    struct ask ask = ask_plain(probe);
    ask.target = 7;
    subject_try(host, inst, &ask, "the run after the cancelled ones", true);
  }
  subject_destroy(host, inst);
}

static int64_t baseline(uint32_t probe, ow_rc *rc) {
  bench_rewind(plan_plain());
  struct ask ask = ask_plain(probe);
  ask.target = 7;
  *rc = subject_try(host, inst, &ask, "a run to measure", false);
  return atomic_load(&bench.service_calls);
}

/* At 20 points of its work, chosen by the seed. */
static void at_points(const char *path, int64_t unused) {
  (void)unused;
  subject_load(path);
  inst = subject_start(&host);
  for (uint32_t probe = 0; probe < facts.probe_count; probe++) {
    ow_rc rc;
    int64_t calls = baseline(probe, &rc);
    for (uint32_t i = 0; i < POINTS && calls > 0; i++) {
      struct plan plan = plan_plain();
      plan.cancel_at = (int64_t)random_below((uint64_t)calls);
      bench_rewind(plan);
      struct ask ask = ask_plain(probe);
      report_step("probe %u, cancelled at service call %lld of %lld", probe, (long long)plan.cancel_at,
                  (long long)calls);
      struct outcome outcome = subject_run(host, inst, &ask);
      note(&outcome, "a cancelled run");
      outcome_free(&outcome);
    }
  }
  finish();
}

/* By the clock, while the target is slow to answer and wait() really waits. */
static void by_clock(const char *path, int64_t unused) {
  (void)unused;
  subject_load(path);
  inst = subject_start(&host);
  for (uint32_t probe = 0; probe < facts.probe_count; probe++) {
    for (uint32_t i = 0; i < POINTS; i++) {
      struct plan plan = plan_plain();
      plan.delay_ns = 10 * NS_PER_MS;
      plan.real_waits = true;
      bench_rewind(plan);
      struct ask ask = ask_plain(probe);
      ask.cancel_after_ns = 1 + random_below(40 * NS_PER_MS);
      report_step("probe %u, cancelled after %.1f ms", probe, (double)ask.cancel_after_ns / 1e6);
      struct outcome outcome = subject_run(host, inst, &ask);
      note(&outcome, "a run cancelled by the clock");
      outcome_free(&outcome);
    }
  }
  finish();
}

static void at_start(const char *path, int64_t unused) {
  (void)unused;
  subject_load(path);
  inst = subject_start(&host);
  for (uint32_t probe = 0; probe < facts.probe_count; probe++) {
    struct plan plan = plan_plain();
    plan.cancel_at = 0;
    bench_rewind(plan);
    struct ask ask = ask_plain(probe);
    report_step("probe %u, cancelled at its first service call", probe);
    struct outcome outcome = subject_run(host, inst, &ask);
    note(&outcome, "a run cancelled at once");
    if (outcome.rc == OW_OK)
      report_warning("probe %s came to a result although it was cancelled at once", facts.probes[probe].name);
    outcome_free(&outcome);
  }
  finish();
}

static void deadline(const char *path, int64_t unused) {
  (void)unused;
  subject_load(path);
  inst = subject_start(&host);
  for (uint32_t probe = 0; probe < facts.probe_count; probe++) {
    for (uint32_t i = 0; i < POINTS; i++) {
      struct plan plan = plan_plain();
      plan.delay_ns = 5 * NS_PER_MS;
      plan.real_waits = true;
      bench_rewind(plan);
      struct ask ask = ask_plain(probe);
      ask.timeout_ns = NS_PER_MS + random_below(20 * NS_PER_MS);
      report_step("probe %u with %.1f ms of time", probe, (double)ask.timeout_ns / 1e6);
      struct outcome outcome = subject_run(host, inst, &ask);
      outcome_check(&outcome, "a run with little time", true);
      uint64_t late = outcome.wall_ns > ask.timeout_ns ? outcome.wall_ns - ask.timeout_ns : 0;
      if (late > worst) worst = late;
      outcome_free(&outcome);
    }
  }
  finish();
}

const struct test_case cancel_cases[] = {{"cancel.points", at_points, 0},
                                         {"cancel.by-clock", by_clock, 0},
                                         {"cancel.at-once", at_start, 0},
                                         {"deadline.short", deadline, 0},
                                         {NULL, NULL, 0}};
