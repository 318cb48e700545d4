/* cases_memory.c - allocations that fail. Languages whose runtime ends the process then are told apart by the kit. */
#define _GNU_SOURCE 1
#include "cases.h"
#include "memory.h"

#define POINTS_MAX 250u

/* For languages whose runtime cannot go on without memory, what the case would show is known already. */
static void need_language(void) {
  static const char *const aborting[] = {"swift", "swift-static", "swift-embedded", "rust", "go"};
  for (uint32_t i = 0; i < sizeof aborting / sizeof *aborting; i++) {
    if (!same(facts.runtime, text_of(aborting[i]))) continue;
    report_skip("the runtime of %s ends the process when memory runs out", aborting[i]);
    case_over();
  }
}

static void in_create(const char *path, int64_t from_there_on) {
  need_language();
  subject_load(path);
  struct host *host;
  void *inst = NULL;
  uint32_t tried = 0;
  for (int64_t n = 0; n < POINTS_MAX; n++) {
    report_step("allocation %lld of create() fails", (long long)n);
    memory_fail(n, from_there_on != 0);
    ow_rc rc = subject_create(facts_config(), OW_FMT_JSON, &inst, &host);
    uint64_t refused = memory_refused();
    memory_fail(-1, false);
    if (rc == OW_OK) subject_destroy(host, inst);
    tried++;
    if (refused == 0) break;
  }
  report_figure("points", tried, "");
  inst = subject_start(&host);
  subject_destroy(host, inst);
}

static void in_run(const char *path, int64_t from_there_on) {
  need_language();
  subject_load(path);
  struct host *host;
  void *inst = subject_start(&host);
  uint32_t tried = 0;
  uint64_t end = real_ns() + CASE_BUDGET_NS;
  for (uint32_t probe = 0; probe < facts.probe_count; probe++) {
    for (int64_t n = 0; n < POINTS_MAX && real_ns() < end; n++) {
      report_step("allocation %lld of run() fails", (long long)n);
      bench_rewind(plan_plain());
      memory_fail(n, from_there_on != 0);
      struct ask ask = ask_plain(probe);
      struct outcome outcome = subject_run(host, inst, &ask);
      uint64_t refused = memory_refused();
      memory_fail(-1, false);
      outcome_check(&outcome, "without memory", true);
      outcome_free(&outcome);
      tried++;
      if (refused == 0) break;
    }
  }
  report_figure("points", tried, "");
  struct ask ask = ask_plain(0);
  subject_try(host, inst, &ask, "after the lack of memory", true);
  subject_destroy(host, inst);
}

/* scratch() gives nothing: the arena is used up. */
static void no_scratch(const char *path, int64_t unused) {
  (void)unused;
  subject_load(path);
  struct host *host;
  void *inst = subject_start(&host);
  for (uint32_t probe = 0; probe < facts.probe_count; probe++) {
    for (int64_t at = 0; at < 4; at++) {
      struct plan plan = plan_plain();
      plan.fault_at = at;
      plan.fault_on = true;
      plan.fault_code = OW_E_NOMEM;
      bench_rewind(plan);
      struct ask ask = ask_plain(probe);
      subject_try(host, inst, &ask, "scratch() and every other service refuse", true);
    }
  }
  subject_destroy(host, inst);
}

const struct test_case memory_cases[] = {
    {"memory.create-refused", in_create, 0}, {"memory.create-exhausted", in_create, 1},
    {"memory.run-refused", in_run, 0},       {"memory.run-exhausted", in_run, 1},
    {"memory.no-scratch", no_scratch, 0},    {NULL, NULL, 0}};
