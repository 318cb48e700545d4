/* cases_run.c - run() with everything that a host may send, and some that none does. */
#define _GNU_SOURCE 1
#include "cases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct host *host;
static void *inst;

static void start(const char *path) {
  subject_load(path);
  inst = subject_start(&host);
}

static void plain(const char *path, int64_t attempt) {
  start(path);
  uint32_t good = 0;
  for (uint32_t i = 0; i < facts.probe_count; i++) {
    struct ask ask = ask_plain(i);
    ask.attempt = (uint32_t)attempt;
    report_step("run() of probe %s", facts.probes[i].name);
    if (subject_try(host, inst, &ask, "a plain run", true) == OW_OK) good++;
  }
  report_figure("probes with a result", good, "");
  if (good == 0 && attempt == 1) {
    report_warning(
        "no probe came to a result, so results and events could not be checked: add fixtures to the package");
  }
  subject_destroy(host, inst);
}

static void determinism(const char *path, int64_t unused) {
  (void)unused;
  start(path);
  for (uint32_t i = 0; i < facts.probe_count; i++) {
    struct outcome first = {0};
    for (int round = 0; round < 3; round++) {
      struct plan plan = plan_plain();
      plan.frozen = true;
      bench_rewind(plan);
      kv_clear();
      struct ask ask = ask_plain(i);
      ask.target = 7;
      struct outcome next = subject_run(host, inst, &ask);
      outcome_check(&next, "determinism", true);
      if (round && (next.rc != first.rc || next.result_hash != first.result_hash)) {
        report_fault("probe %s gives another result for the same answers and the same time", facts.probes[i].name);
      }
      if (round && next.events_hash != first.events_hash) {
        report_fault("probe %s emits other events for the same answers and the same time", facts.probes[i].name);
      }
      outcome_free(&first);
      first = next;
    }
    outcome_free(&first);
  }
  subject_destroy(host, inst);
}

static void unknown_probe(const char *path, int64_t unused) {
  (void)unused;
  start(path);
  uint32_t probes[] = {facts.probe_count, facts.probe_count + 7, UINT32_MAX};
  for (int i = 0; i < 3; i++) {
    struct ask ask = ask_plain(0);
    ask.probe = probes[i];
    report_step("run() of probe %u, which the manifest does not have", probes[i]);
    struct outcome outcome = subject_run(host, inst, &ask);
    outcome_check(&outcome, "an unknown probe", true);
    if (outcome.rc == OW_OK) report_warning("run() of the unknown probe %u succeeds", probes[i]);
    outcome_free(&outcome);
  }
  subject_destroy(host, inst);
}

static void params(const char *path, int64_t valid) {
  bench.lenient = !valid;
  start(path);
  uint32_t tried = 0;
  for (uint32_t i = 0; i < facts.param_count; i++) {
    const struct sample *sample = &facts.params[i];
    if (sample->valid != (valid != 0)) continue;
    tried++;
    struct ask ask = ask_plain(sample->probe);
    ask.params = sample->json;
    subject_try(host, inst, &ask, sample->name, valid != 0);
  }
  report_figure("parameter sets", tried, "");
  if (tried == 0) report_skip("the package has no parameter schema to break");
  subject_destroy(host, inst);
}

enum { NOISE_RANDOM, NOISE_EMPTY, NOISE_NESTED, NOISE_LARGE, NOISE_CUT, NOISE_FORMAT };

static ow_bytes noise(int64_t kind, uint8_t *room, uint64_t size) {
  uint64_t n = 0;
  if (kind == NOISE_EMPTY) return (ow_bytes){NULL, 0};
  if (kind == NOISE_RANDOM) {
    n = random_below(300);
    for (uint64_t i = 0; i < n; i++) room[i] = (uint8_t)random_next();
  } else if (kind == NOISE_NESTED) {
    while (n < 30000) room[n++] = '[';
  } else if (kind == NOISE_LARGE) {
    n = (uint64_t)snprintf((char *)room, size, "{\"a\":[");
    while (n < size - 16) n += (uint64_t)snprintf((char *)room + n, size - n, "1,");
    n += (uint64_t)snprintf((char *)room + n, size - n, "1]}");
  } else {
    ow_bytes whole = facts_params(0);
    n = random_below(whole.n ? whole.n : 1);
    if (n) memcpy(room, whole.p, n);
  }
  return (ow_bytes){room, n};
}

/* where: 0 the parameters, 1 the previous result. */
static void noisy(const char *path, int64_t kind_and_where) {
  bench.lenient = true;
  int64_t kind = kind_and_where & 15, where = kind_and_where >> 4;
  start(path);
  uint64_t size = 1024 * 1024;
  uint8_t *room = malloc(size);
  uint32_t rounds = kind == NOISE_RANDOM || kind == NOISE_CUT ? 60 : 1;
  for (uint32_t i = 0; i < rounds * facts.probe_count; i++) {
    struct ask ask = ask_plain(i % facts.probe_count);
    ow_bytes text = kind == NOISE_FORMAT ? ask.params : noise(kind, room, size);
    if (kind == NOISE_FORMAT) ask.format = 1 + i;
    if (where) {
      ask.previous = text;
      ask.previous_unix_ns = 1;
    } else {
      ask.params = text;
    }
    ow_rc rc = subject_try(host, inst, &ask, where ? "a previous result of noise" : "parameters of noise", false);
    if (kind == NOISE_FORMAT && rc == OW_OK) report_warning("run() accepts the payload format %u", ask.format);
  }
  free(room);
  subject_destroy(host, inst);
}

enum { PREVIOUS_SAME, PREVIOUS_EMPTY_OBJECT, PREVIOUS_OTHER, PREVIOUS_MUTATED, PREVIOUS_FUTURE };

static void previous(const char *path, int64_t kind) {
  start(path);
  for (uint32_t i = 0; i < facts.probe_count; i++) {
    struct plan plan = plan_plain();
    plan.frozen = true;
    bench_rewind(plan);
    struct ask ask = ask_plain(i);
    ask.target = 7;
    struct outcome first = subject_run(host, inst, &ask);
    outcome_check(&first, "the first look", true);
    uint32_t rounds = kind == PREVIOUS_MUTATED ? 60 : 1;
    for (uint32_t round = 0; round < rounds; round++) {
      uint8_t *copy = malloc(first.result_length + 1);
      if (first.result_length) memcpy(copy, first.result, first.result_length);
      ask.previous = (ow_bytes){copy, first.has_result ? first.result_length : 0};
      ask.previous_unix_ns = kind == PREVIOUS_FUTURE ? UINT64_MAX / 2 : UINT64_C(1789990000) * NS_PER_S;
      if (kind == PREVIOUS_EMPTY_OBJECT) ask.previous = bytes_of("{}");
      if (kind == PREVIOUS_OTHER)
        ask.previous = bytes_of("{\"schema\":99,\"os\":[],\"host\":null,\"packages\":\"none\",\"users\":{\"a\":{}}}");
      if (kind == PREVIOUS_MUTATED) {
        for (uint64_t k = 0; k < 4 && ask.previous.n; k++)
          copy[random_below(ask.previous.n)] = (uint8_t) "{}[]\",:0n\xff"[random_below(11)];
      }
      report_step("run() of probe %u with a previous result", i);
      struct outcome second = subject_run(host, inst, &ask);
      outcome_check(&second, "the second look", true);
      if (kind == PREVIOUS_SAME && first.rc == OW_OK) {
        report_figure("events without a change", second.event_count, "");
        if (second.rc != OW_OK)
          report_fault("probe %s fails (%d) when it is given its own last result", facts.probes[i].name, second.rc);
        if (second.event_count && facts.probes[i].wants_previous) {
          report_warning("probe %s emits %u events although nothing has changed", facts.probes[i].name,
                         second.event_count);
        }
      }
      outcome_free(&second);
      free(copy);
    }
    outcome_free(&first);
  }
  subject_destroy(host, inst);
}

static void over_already(const char *path, int64_t unused) {
  (void)unused;
  start(path);
  for (uint32_t i = 0; i < facts.probe_count; i++) {
    struct ask ask = ask_plain(i);
    ask.timeout_ns = UINT64_MAX;
    report_step("run() of probe %u past its deadline", i);
    struct outcome outcome = subject_run(host, inst, &ask);
    outcome_check(&outcome, "past the deadline", true);
    report_figure("time", (double)outcome.wall_ns / 1e6, "ms");
    if (outcome.wall_ns > NS_PER_S)
      report_fault("a call past its deadline took %.0f ms", (double)outcome.wall_ns / 1e6);
    outcome_free(&outcome);
  }
  subject_destroy(host, inst);
}

static void emits(const char *path, int64_t kind) {
  start(path);
  struct plan plan = plan_plain();
  if (kind == 0) plan.emit_again = 20;
  if (kind == 1) plan.emit_limit = 0;
  uint32_t events = 0;
  for (uint32_t i = 0; i < facts.probe_count; i++) {
    bench_rewind(plan);
    struct ask ask = ask_plain(i);
    ask.previous = bytes_of("{}");
    report_step("run() of probe %u", i);
    struct outcome outcome = subject_run(host, inst, &ask);
    outcome_check(&outcome, kind ? "emit() says LIMIT" : "emit() says AGAIN", true);
    events += outcome.event_count;
    outcome_free(&outcome);
  }
  report_figure("events", events, "");
  subject_destroy(host, inst);
}

enum { CLOCK_AHEAD = 1, CLOCK_BACK = 2, CLOCK_MONO = 3, CLOCK_EPOCH = 4 };

static void clocks(const char *path, int64_t kind) {
  start(path);
  int64_t day = INT64_C(86400) * (int64_t)NS_PER_S;
  for (uint32_t i = 0; i < facts.probe_count; i++) {
    for (uint64_t at = 0; at < 6; at++) {
      struct plan plan = plan_plain();
      plan.clock_jump_at = at;
      if (kind == CLOCK_AHEAD) plan.unix_shift = 3650 * day;
      if (kind == CLOCK_BACK) plan.unix_shift = -365 * day;
      if (kind == CLOCK_EPOCH) plan.unix_shift = -20000 * day;
      if (kind == CLOCK_MONO) plan.mono_shift = day;
      bench_rewind(plan);
      struct ask ask = ask_plain(i);
      subject_try(host, inst, &ask, "the clock jumps", true);
    }
  }
  subject_destroy(host, inst);
}

#define PREVIOUS_NOISE(kind) ((kind) | 1 << 4)

const struct test_case run_cases[] = {{"run.plain", plain, 1},
                                      {"run.second-attempt", plain, 2},
                                      {"run.determinism", determinism, 0},
                                      {"run.unknown-probe", unknown_probe, 0},
                                      {"run.format", noisy, NOISE_FORMAT},
                                      {"params.valid", params, 1},
                                      {"params.invalid", params, 0},
                                      {"params.nothing", noisy, NOISE_EMPTY},
                                      {"params.random", noisy, NOISE_RANDOM},
                                      {"params.nested", noisy, NOISE_NESTED},
                                      {"params.large", noisy, NOISE_LARGE},
                                      {"params.cut", noisy, NOISE_CUT},
                                      {"previous.same", previous, PREVIOUS_SAME},
                                      {"previous.empty-object", previous, PREVIOUS_EMPTY_OBJECT},
                                      {"previous.other-version", previous, PREVIOUS_OTHER},
                                      {"previous.corrupted", previous, PREVIOUS_MUTATED},
                                      {"previous.from-the-future", previous, PREVIOUS_FUTURE},
                                      {"previous.random", noisy, PREVIOUS_NOISE(NOISE_RANDOM)},
                                      {"previous.nested", noisy, PREVIOUS_NOISE(NOISE_NESTED)},
                                      {"previous.large", noisy, PREVIOUS_NOISE(NOISE_LARGE)},
                                      {"deadline.passed", over_already, 0},
                                      {"event.again", emits, 0},
                                      {"event.limit", emits, 1},
                                      {"clock.ahead", clocks, CLOCK_AHEAD},
                                      {"clock.back", clocks, CLOCK_BACK},
                                      {"clock.monotonic", clocks, CLOCK_MONO},
                                      {"clock.epoch", clocks, CLOCK_EPOCH},
                                      {NULL, NULL, 0}};
