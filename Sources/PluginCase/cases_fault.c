/* cases_fault.c - every service call of every probe fails once with each code of the ABI. */
#define _GNU_SOURCE 1
#include "cases.h"

#define POINTS_MAX 300

static int64_t count_points(struct host *host, void *inst, uint32_t probe, ow_rc *rc) {
  bench_rewind(plan_plain());
  struct ask ask = ask_plain(probe);
  ask.target = 7;
  *rc = subject_try(host, inst, &ask, "the count of service calls", false);
  return atomic_load(&bench.fallible_calls);
}

static void faults(const char *path, int64_t code) {
  subject_load(path);
  struct host *host;
  void *inst = subject_start(&host);
  uint64_t end = real_ns() + CASE_BUDGET_NS;
  int64_t tried = 0;
  for (uint32_t probe = 0; probe < facts.probe_count; probe++) {
    ow_rc healthy;
    int64_t points = count_points(host, inst, probe, &healthy);
    int64_t step = points > POINTS_MAX ? (points + POINTS_MAX - 1) / POINTS_MAX : 1;
    for (int64_t at = step > 1 ? (int64_t)random_below((uint64_t)step) : 0; at < points && real_ns() < end;
         at += step) {
      struct plan plan = plan_plain();
      plan.fault_at = at;
      plan.fault_code = (ow_rc)code;
      bench_rewind(plan);
      struct ask ask = ask_plain(probe);
      ask.target = 7;
      report_step("probe %u, service call %lld of %lld fails with %d", probe, (long long)at, (long long)points,
                  (int)code);
      subject_try(host, inst, &ask, "a failing service call", true);
      tried++;
    }
    for (int64_t at = 0; at < points && at < 8 && code != OW_E_AGAIN; at++) {
      struct plan plan = plan_plain();
      plan.fault_at = at;
      plan.fault_on = true;
      plan.fault_code = (ow_rc)code;
      bench_rewind(plan);
      struct ask ask = ask_plain(probe);
      ask.target = 7;
      report_step("probe %u, all service calls from %lld on fail with %d", probe, (long long)at, (int)code);
      subject_try(host, inst, &ask, "all further service calls fail", true);
    }
    kv_clear();
    ow_rc after;
    count_points(host, inst, probe, &after);
    if (after != healthy) {
      report_fault("probe %s returns %d after the faults; before them it returned %d", facts.probes[probe].name, after,
                   healthy);
    }
  }
  report_figure("points", (double)tried, "");
  subject_destroy(host, inst);
}

const struct test_case fault_cases[] = {{"fault.argument", faults, OW_E_ARG},
                                        {"fault.unsupported", faults, OW_E_UNSUPPORTED},
                                        {"fault.denied", faults, OW_E_DENIED},
                                        {"fault.cancelled", faults, OW_E_CANCELLED},
                                        {"fault.deadline", faults, OW_E_DEADLINE},
                                        {"fault.limit", faults, OW_E_LIMIT},
                                        {"fault.again", faults, OW_E_AGAIN},
                                        {"fault.not-found", faults, OW_E_NOTFOUND},
                                        {"fault.state", faults, OW_E_STATE},
                                        {"fault.no-memory", faults, OW_E_NOMEM},
                                        {"fault.io", faults, OW_E_IO},
                                        {"fault.authentication", faults, OW_E_AUTH},
                                        {"fault.host-key", faults, OW_E_HOSTKEY},
                                        {"fault.unreachable", faults, OW_E_UNREACHABLE},
                                        {"fault.protocol", faults, OW_E_PROTOCOL},
                                        {"fault.configuration", faults, OW_E_CONFIG},
                                        {"fault.licence", faults, OW_E_LICENSE},
                                        {"fault.internal", faults, OW_E_INTERNAL},
                                        {"fault.future-code", faults, -55},
                                        {NULL, NULL, 0}};
