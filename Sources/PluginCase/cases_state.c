/* cases_state.c - the process belongs to the host: one case for each part of it that a plugin could change. */
#define _GNU_SOURCE 1
#include "cases.h"
#include "state.h"

#include <string.h>

static void work(struct host *host, void *inst) {
  for (uint32_t probe = 0; probe < facts.probe_count; probe++) {
    bench_rewind(plan_plain());
    struct ask ask = ask_plain(probe);
    subject_try(host, inst, &ask, "a run", false);
    struct plan plan = plan_plain();
    plan.fault_at = 2;
    plan.fault_code = OW_E_IO;
    bench_rewind(plan);
    subject_try(host, inst, &ask, "a run with a fault", false);
    plan = plan_plain();
    plan.answers = ANSWER_LOCALE;
    bench_rewind(plan);
    subject_try(host, inst, &ask, "a run with odd answers", false);
  }
}

static void aspect(const char *path, int64_t number) {
  enum aspect which = (enum aspect)number;
  watch_begin("nothing", NS_PER_S); /* the watch's thread is there before the first look */
  watch_end();
  struct state before, after;
  state_take(&before);
  subject_load(path);
  struct host *host;
  void *inst = subject_start(&host);
  work(host, inst);
  subject_destroy(host, inst);
  state_take_settled(&after, &before);
  if (state_same(&before, &after, which)) return;
  if (aspect_excused(which)) {
    report_warning("the Go runtime changed %s", aspect_name(which));
  } else {
    report_fault("the plugin changed %s: \"%.250s\" became \"%.250s\"", aspect_name(which), before.text[which],
                 after.text[which]);
  }
}

const struct test_case state_cases[] = {{"state.signals", aspect, ASPECT_SIGNALS},
                                        {"state.signal-mask", aspect, ASPECT_MASK},
                                        {"state.locale", aspect, ASPECT_LOCALE},
                                        {"state.umask", aspect, ASPECT_UMASK},
                                        {"state.directory", aspect, ASPECT_DIRECTORY},
                                        {"state.environment", aspect, ASPECT_ENVIRONMENT},
                                        {"state.output", aspect, ASPECT_OUTPUT},
                                        {"state.limits", aspect, ASPECT_LIMITS},
                                        {"state.files", aspect, ASPECT_FILES},
                                        {"state.threads", aspect, ASPECT_THREADS},
                                        {"state.children", aspect, ASPECT_CHILDREN},
                                        {"state.float", aspect, ASPECT_FLOAT},
                                        {"state.timers", aspect, ASPECT_TIMERS},
                                        {"state.scheduling", aspect, ASPECT_PRIORITY},
                                        {NULL, NULL, 0}};
