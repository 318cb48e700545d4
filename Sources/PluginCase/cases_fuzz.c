/* cases_fuzz.c - chance, replayed from the seed. fuzz.functions calls the plugin's table through libffi from the table
 * of signatures, so a function that a later minor adds is fuzzed as soon as it has a line there. */
#define _GNU_SOURCE 1
#include "cases.h"
#include "memory.h"
#include "signatures.h"
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct host *host;
static void *inst;

static void answers(const char *path, int64_t unused) {
  (void)unused;
  subject_load(path);
  inst = subject_start(&host);
  uint64_t end = real_ns() + CASE_BUDGET_NS / 2;
  uint32_t rounds = 0;
  for (; rounds < 400 && real_ns() < end; rounds++) {
    struct plan plan = plan_plain();
    plan.answers = ANSWER_MUTATED;
    plan.drip = random_below(8) == 0;
    bench_rewind(plan);
    struct ask ask = ask_plain((uint32_t)random_below(facts.probe_count));
    subject_try(host, inst, &ask, "mutated answers", true);
  }
  report_figure("rounds", rounds, "");
  subject_destroy(host, inst);
}

static struct plan random_plan(void) {
  static const ow_rc codes[] = {OW_E_IO,        OW_E_DENIED,   OW_E_LIMIT,   OW_E_STATE,
                                OW_E_CANCELLED, OW_E_DEADLINE, OW_E_NOTFOUND};
  struct plan plan = plan_plain();
  plan.answers = (enum answers)random_below(ANSWER_MUTATED + 1);
  if (plan.answers == ANSWER_BIG) plan.answers = ANSWER_PLAIN;
  if (random_below(2)) {
    plan.fault_at = (int64_t)random_below(12);
    plan.fault_code = codes[random_below(7)];
    plan.fault_on = random_below(4) == 0;
  }
  if (random_below(4) == 0) plan.cancel_at = (int64_t)random_below(20);
  if (random_below(4) == 0) {
    plan.set_exit = true;
    plan.exit_code = (int32_t)random_below(256);
  }
  if (random_below(6) == 0) {
    plan.open_rung = 1 + (int32_t)random_below(7);
    plan.open_code = OW_E_UNREACHABLE;
  }
  plan.emit_again = (uint32_t)random_below(3);
  return plan;
}

static void weather(const char *path, int64_t unused) {
  (void)unused;
  subject_load(path);
  inst = subject_start(&host);
  uint64_t end = real_ns() + CASE_BUDGET_NS / 2;
  uint32_t rounds = 0;
  uint8_t *last = NULL;
  uint64_t last_length = 0;
  for (; rounds < 400 && real_ns() < end; rounds++) {
    bench_rewind(random_plan());
    struct ask ask = ask_plain((uint32_t)random_below(facts.probe_count));
    if (random_below(2)) {
      ask.previous = (ow_bytes){last, last_length};
      ask.previous_unix_ns = 1 + random_next() / 4;
    }
    report_step("round %u", rounds);
    struct outcome outcome = subject_run(host, inst, &ask);
    outcome_check(&outcome, "mixed weather", true);
    if (outcome.rc == OW_OK && facts.probe_count == 1) {
      free(last);
      last = outcome.result;
      last_length = outcome.result_length;
      outcome.result = NULL;
    }
    outcome_free(&outcome);
  }
  free(last);
  report_figure("rounds", rounds, "");
  subject_destroy(host, inst);
}

/* Orders that a host may choose: lives, runs, configurations, health and extensions as chance has it. */
static void sequences(const char *path, int64_t unused) {
  (void)unused;
  subject_load(path);
  uint64_t end = real_ns() + CASE_BUDGET_NS / 2;
  bool alive = false;
  uint32_t steps = 0;
  for (; steps < 1500 && real_ns() < end; steps++) {
    uint64_t choice = random_below(8);
    if (!alive) {
      alive = subject_create(facts_config(), OW_FMT_JSON, &inst, &host) == OW_OK;
      if (!alive) report_fault("create() with a valid configuration fails in step %u", steps);
      if (!alive) break;
    } else if (choice == 0) {
      subject_destroy(host, inst);
      alive = false;
    } else if (choice == 1) {
      subject_configure(inst, facts_config(), OW_FMT_JSON);
    } else if (choice == 2) {
      subject_health(host, inst, random_below(4) == 0);
    } else if (choice == 3) {
      subject_extension(inst, text_of("ow.unknown/1"), (uint32_t)random_below(100));
    } else {
      bench_rewind(random_plan());
      struct ask ask = ask_plain((uint32_t)random_below(facts.probe_count));
      struct outcome outcome = subject_run(host, inst, &ask);
      outcome_check(&outcome, "a random order", true);
      outcome_free(&outcome);
    }
  }
  report_figure("steps", steps, "");
  if (alive) subject_destroy(host, inst);
}

/* ---- the generic caller ---- */

static ow_str random_text(uint8_t *room, uint64_t most) {
  uint64_t n = random_below(4) ? random_below(most) : 0;
  for (uint64_t i = 0; i < n; i++)
    room[i] = random_below(3) ? (uint8_t) "{}[]\":,01ow./a \n"[random_below(16)] : (uint8_t)random_next();
  return (ow_str){n || random_below(2) ? (const char *)room : NULL, n};
}

union value {
  void *pointer;
  uint64_t u64;
  uint32_t u32;
  int32_t i32;
  ow_str text;
};

/* Calls one function of the plugin with values that its signature allows. */
static void call_function(const struct signature *signature, struct call *call, uint8_t *room) {
  void (*function)(void);
  memcpy(&function, (const uint8_t *)&subject.plugin + signature->offset, sizeof function);
  if (!function) return;
  uint32_t count = (uint32_t)strlen(signature->arguments);
  ffi_type *types[ARGUMENTS_MAX_OF_SLOT];
  void *pointers[ARGUMENTS_MAX_OF_SLOT];
  union value values[ARGUMENTS_MAX_OF_SLOT];
  ow_request request = {.struct_size = sizeof request,
                        .probe = (uint32_t)random_below(facts.probe_count + 2),
                        .target = call->target,
                        .attempt = (uint32_t)random_below(4),
                        .format = random_below(8) ? OW_FMT_JSON : (uint32_t)random_next()};
  ow_str params = random_text(room, 400), previous = random_text(room + 512, 400);
  request.params = (ow_bytes){(const uint8_t *)params.p, params.n};
  request.previous = (ow_bytes){(const uint8_t *)previous.p, previous.n};
  request.previous_unix_ns = random_next() >> random_below(64);
  request.trace_id = random_text(room + 1024, 60);
  void *made = NULL;
  bool is_run = strcmp(signature->name, "run") == 0, is_create = strcmp(signature->name, "create") == 0;
  for (uint32_t i = 0; i < count; i++) {
    types[i] = type_of(signature->arguments[i]);
    pointers[i] = &values[i];
    switch (signature->arguments[i]) {
      case 's': values[i].text = random_text(room + 2048 + i * 512, 400); break;
      case 'i': values[i].i32 = random_below(6) ? OW_FMT_JSON : (int32_t)random_next(); break;
      case 'u': values[i].u32 = (uint32_t)(random_next() >> random_below(32)); break;
      case 'U': values[i].u64 = atomic_load(&call->handle); break;
      default:
        values[i].pointer = i == 0   ? (is_create ? (void *)host->given : inst)
                            : is_run ? (void *)&request
                                     : (void *)&made;
    }
  }
  ffi_cif cif;
  if (ffi_prep_cif(&cif, FFI_DEFAULT_ABI, count, type_of(signature->result), types) != FFI_OK) abort();
  union {
    ffi_sarg number;
    void *pointer;
    uint64_t u64;
  } result = {0};
  watch_begin(signature->name, 10 * NS_PER_S);
  memory_enter_plugin(1);
  ffi_call(&cif, function, &result, pointers);
  memory_leave_plugin();
  watch_end();
  if (signature->result == 'i' && !code_known((ow_rc)result.number)) {
    report_fault("%s() returned the undefined code %d", signature->name, (ow_rc)result.number);
  }
  if (is_create && (ow_rc)result.number == OW_OK) subject.plugin.destroy(made);
}

static void functions(const char *path, int64_t unused) {
  bench.lenient = true;
  (void)unused;
  subject_load(path);
  inst = subject_start(&host);
  uint8_t *room = calloc(1, 8192);
  uint64_t end = real_ns() + CASE_BUDGET_NS / 2;
  uint32_t rounds = 0;
  for (; rounds < 2000 && real_ns() < end; rounds++) {
    const struct signature *signature = &signatures[random_below(signature_count)];
    bool destroys = strcmp(signature->name, "destroy") == 0;
    if (strcmp(signature->service, "plugin") != 0 || destroys) continue;
    report_step("%s() in round %u", signature->name, rounds);
    bench_rewind(random_plan());
    struct call *call = call_open(host, 0, 1 + random_below(1000), NS_PER_S);
    current_call = call;
    call_function(signature, call, room);
    current_call = NULL;
    call_close(call);
    call_release(call);
  }
  free(room);
  report_figure("rounds", rounds, "");
  subject_destroy(host, inst);
}

const struct test_case fuzz_cases[] = {{"fuzz.answers", answers, 0},
                                       {"fuzz.weather", weather, 0},
                                       {"fuzz.sequences", sequences, 0},
                                       {"fuzz.functions", functions, 0},
                                       {NULL, NULL, 0}};
