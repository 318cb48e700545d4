/* cases_life.c - many lives of a plugin: what each leaves behind. */
#define _GNU_SOURCE 1
#include "cases.h"
#include "memory.h"
#include "spy.h"
#include "state.h"

#include <unistd.h>

#define LEAK_BYTES_PER_ROUND 16.0

struct weight {
  int64_t bytes;
  uint32_t files, threads;
};

static struct weight weigh(void) { return (struct weight){memory_live_bytes(), count_files(), count_threads()}; }

static void compare(struct weight before, struct weight after, uint64_t rounds, const char *what) {
  double bytes = rounds ? (double)(after.bytes - before.bytes) / (double)rounds : 0;
  report_figure("rounds", (double)rounds, "");
  report_figure("growth", bytes, "bytes/round");
  if (bytes > LEAK_BYTES_PER_ROUND && after.bytes - before.bytes > 64 * 1024) {
    report_fault("%s leaks: %.0f bytes each, over %llu rounds", what, bytes, (unsigned long long)rounds);
  }
  if (after.files > before.files) report_fault("%s leaves %u files open", what, after.files - before.files);
  for (int i = 0; i < 50 && count_threads() > before.threads; i++) usleep(10000);
  uint32_t threads = count_threads();
  if (threads <= before.threads) return;
  if (aspect_excused(ASPECT_THREADS)) {
    report_warning("%u threads of the Go runtime stay", threads - before.threads);
  } else {
    report_fault("%s leaves %u threads behind", what, threads - before.threads);
  }
}

enum { LIVES_PLAIN, LIVES_WITH_RUN, LIVES_REFUSED };

static void one_life(int64_t kind) {
  struct host *host;
  void *inst = NULL;
  if (kind == LIVES_REFUSED) {
    ow_rc rc = subject_create(bytes_of("[\"not an object\"]"), OW_FMT_JSON, &inst, &host);
    if (rc == OW_OK) subject_destroy(host, inst);
    return;
  }
  if (subject_create(facts_config(), OW_FMT_JSON, &inst, &host) != OW_OK) {
    report_fault("create() with a valid configuration fails");
    case_over();
  }
  if (kind == LIVES_WITH_RUN) {
    struct ask ask = ask_plain((uint32_t)random_below(facts.probe_count));
    struct outcome outcome = subject_run(host, inst, &ask);
    outcome_check(&outcome, "a life with one run", true);
    outcome_free(&outcome);
  }
  subject_destroy(host, inst);
}

static void lives(const char *path, int64_t kind) {
  subject_load(path);
  for (int i = 0; i < 30; i++) one_life(kind); /* what is made once and kept */
  struct weight before = weigh();
  uint64_t rounds = 0, most = kind == LIVES_WITH_RUN ? 300 : 1000, end = real_ns() + CASE_BUDGET_NS;
  report_step("%llu lives", (unsigned long long)most);
  while (rounds < most && real_ns() < end) {
    one_life(kind);
    rounds++;
  }
  compare(before, weigh(), rounds, kind == LIVES_REFUSED ? "a refused create()" : "create() and destroy()");
}

enum { RUNS_PLAIN, RUNS_FAILING, RUNS_CANCELLED };

static void runs(const char *path, int64_t kind) {
  subject_load(path);
  struct host *host;
  void *inst = subject_start(&host);
  struct plan plan = plan_plain();
  struct weight before = {0};
  uint64_t warm = 50, rounds = 0, most = warm + (kind == RUNS_PLAIN ? 10000 : 3000), end = real_ns() + CASE_BUDGET_NS;
  uint64_t longest = 0;
  report_step("%llu runs", (unsigned long long)(most - warm));
  while (rounds < most && real_ns() < end) {
    if (rounds == warm) before = weigh();
    struct ask ask = ask_plain((uint32_t)(rounds % facts.probe_count));
    ask.target = 5;
    if (kind == RUNS_FAILING) {
      plan.fault_at = (int64_t)(rounds % 16);
      plan.fault_code = OW_E_IO;
    }
    if (kind == RUNS_CANCELLED) plan.cancel_at = (int64_t)(rounds % 16);
    bench_rewind(plan);
    struct outcome outcome = subject_run(host, inst, &ask);
    outcome_check(&outcome, "one of many runs", true);
    if (outcome.wall_ns > longest) longest = outcome.wall_ns;
    outcome_free(&outcome);
    rounds++;
  }
  kv_clear();
  report_figure("longest run", (double)longest / 1e6, "ms");
  if (rounds > warm + 20) {
    compare(before, weigh(), rounds - warm, "run()");
  } else {
    report_warning("only %llu runs fit into the time of the case", (unsigned long long)rounds);
  }
  subject_destroy(host, inst);
}

static void threads_gone(const char *path, int64_t unused) {
  (void)unused;
  subject_load(path);
  watch_begin("nothing", NS_PER_S);
  watch_end();
  uint32_t before = count_threads();
  struct host *host;
  void *inst = subject_start(&host);
  for (uint32_t i = 0; i < facts.probe_count; i++) {
    struct ask ask = ask_plain(i);
    subject_try(host, inst, &ask, "before destroy()", false);
  }
  subject_destroy(host, inst);
  uint32_t after = count_threads();
  report_figure("threads", (double)after - before, "");
  if (after <= before) return;
  if (aspect_excused(ASPECT_THREADS)) report_warning("%u threads of the Go runtime outlive destroy()", after - before);
  else report_fault("%u threads outlive destroy()", after - before);
}

static void after_destroy(const char *path, int64_t unused) {
  (void)unused;
  subject_load(path);
  struct host *host;
  void *inst = subject_start(&host);
  struct ask ask = ask_plain(0);
  subject_try(host, inst, &ask, "before destroy()", false);
  subject_destroy(host, inst);
  usleep(300000); /* the spies report what comes now */
}

static void after_run(const char *path, int64_t unused) {
  (void)unused;
  subject_load(path);
  struct host *host;
  void *inst = subject_start(&host);
  for (uint32_t i = 0; i < facts.probe_count; i++) {
    struct ask ask = ask_plain(i);
    subject_try(host, inst, &ask, "before the wait", false);
    int64_t before = atomic_load(&bench.service_calls);
    usleep(200000);
    int64_t late = atomic_load(&bench.service_calls) - before;
    if (late) report_warning("%lld service calls came while no call was in flight", (long long)late);
  }
  subject_destroy(host, inst);
}

static void instances(const char *path, int64_t unused) {
  (void)unused;
  subject_load(path);
  struct host *hosts[3];
  void *insts[3];
  for (int i = 0; i < 3; i++) insts[i] = subject_start(&hosts[i]);
  for (int i = 0; i < 3; i++) {
    struct ask ask = ask_plain(0);
    subject_try(hosts[i], insts[i], &ask, "three instances", true);
  }
  subject_destroy(hosts[1], insts[1]);
  for (int i = 0; i < 3; i += 2) {
    struct ask ask = ask_plain(0);
    subject_try(hosts[i], insts[i], &ask, "two instances left", true);
  }
  subject_destroy(hosts[0], insts[0]);
  subject_destroy(hosts[2], insts[2]);
}

const struct test_case life_cases[] = {{"life.thousand", lives, LIVES_PLAIN},
                                       {"life.with-run", lives, LIVES_WITH_RUN},
                                       {"life.refused", lives, LIVES_REFUSED},
                                       {"life.threads-gone", threads_gone, 0},
                                       {"life.instances", instances, 0},
                                       {"memory.runs", runs, RUNS_PLAIN},
                                       {"memory.failing-runs", runs, RUNS_FAILING},
                                       {"memory.cancelled-runs", runs, RUNS_CANCELLED},
                                       {"handle.after-run", after_run, 0},
                                       {"handle.after-destroy", after_destroy, 0},
                                       {NULL, NULL, 0}};
