/* cases_parallel.c - several calls at once, which must not hear each other. */
#define _GNU_SOURCE 1
#include "cases.h"

#include <stdlib.h>
#include <string.h>

#define ROUNDS 15u
#define THREADS_MAX 16u

struct lane {
  struct host *host;
  void *inst;
  uint32_t number;
  uint64_t *expected; /* per probe: the result that a call alone has */
  ow_rc *codes;
  bool cancelled;
};

static void *drive(void *argument) {
  struct lane *lane = argument;
  for (uint32_t round = 0; round < ROUNDS; round++) {
    uint32_t probe = (round + lane->number) % facts.probe_count;
    struct ask ask = ask_plain(probe);
    if (!bench.plan.cookies) ask.target = 7;
    if (lane->cancelled) ask.cancel_after_ns = 1;
    struct outcome outcome = subject_run(lane->host, lane->inst, &ask);
    outcome_check(&outcome, "one of several calls", true);
    if (outcome.foreign_cookie) report_fault("the result of one call holds what the target of another one said");
    if (lane->expected && !lane->cancelled) {
      if (outcome.rc != lane->codes[probe]) {
        report_fault("probe %s returns %d beside other calls and %d alone", facts.probes[probe].name, outcome.rc,
                     lane->codes[probe]);
      } else if (outcome.result_hash != lane->expected[probe]) {
        report_fault("probe %s gives another result beside other calls than alone", facts.probes[probe].name);
      }
    }
    outcome_free(&outcome);
  }
  return NULL;
}

enum { LANES_RESULTS, LANES_COOKIES, LANES_CANCEL, LANES_INSTANCES };

static void measure(struct host *host, void *inst, uint64_t *expected, ow_rc *codes) {
  for (uint32_t probe = 0; probe < facts.probe_count; probe++) {
    struct ask ask = ask_plain(probe);
    ask.target = 7;
    struct outcome outcome = subject_run(host, inst, &ask);
    expected[probe] = outcome.result_hash;
    codes[probe] = outcome.rc;
    outcome_free(&outcome);
  }
}

static void lanes(const char *path, int64_t kind) {
  uint32_t count = facts.max_concurrent < THREADS_MAX ? facts.max_concurrent : THREADS_MAX;
  uint32_t instances = kind == LANES_INSTANCES ? 3 : 1;
  if (instances == 1 && count < 2) {
    report_skip("the manifest allows one call at a time");
    case_over();
  }
  subject_load(path);
  struct host *hosts[HOSTS_MAX];
  void *insts[HOSTS_MAX];
  for (uint32_t i = 0; i < instances; i++) insts[i] = subject_start(&hosts[i]);
  struct plan plan = plan_plain();
  plan.frozen = true;
  plan.delay_ns = 200000;
  plan.cookies = kind == LANES_COOKIES;
  bench_rewind(plan);
  uint64_t *expected = calloc(facts.probe_count, sizeof *expected);
  ow_rc *codes = calloc(facts.probe_count, sizeof *codes);
  /* The plugin may keep values: calls for one target would then differ. */
  bool comparable = !facts.grants_kv && kind != LANES_COOKIES;
  if (comparable) measure(hosts[0], insts[0], expected, codes);
  if (kind == LANES_INSTANCES) count = instances;
  report_step("%u calls at a time", count);
  pthread_t threads[THREADS_MAX];
  struct lane all[THREADS_MAX];
  for (uint32_t i = 0; i < count; i++) {
    all[i] = (struct lane){hosts[i % instances],
                           insts[i % instances],
                           i,
                           comparable ? expected : NULL,
                           codes,
                           kind == LANES_CANCEL && i % 2 == 0};
    if (pthread_create(&threads[i], NULL, drive, &all[i]) != 0) abort();
  }
  for (uint32_t i = 0; i < count; i++) pthread_join(threads[i], NULL);
  report_figure("calls", (double)count * ROUNDS, "");
  for (uint32_t i = 0; i < instances; i++) subject_destroy(hosts[i], insts[i]);
}

const struct test_case parallel_cases[] = {{"parallel.results", lanes, LANES_RESULTS},
                                           {"parallel.cookies", lanes, LANES_COOKIES},
                                           {"parallel.cancel-some", lanes, LANES_CANCEL},
                                           {"parallel.instances", lanes, LANES_INSTANCES},
                                           {NULL, NULL, 0}};
