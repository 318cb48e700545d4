/* cases_remote.c - targets that answer in every way a target can. */
#define _GNU_SOURCE 1
#include "cases.h"

static void go(const char *path, struct plan plan, const char *what, uint32_t rounds) {
  if (!facts.grants_ssh) {
    report_skip("the manifest does not ask for ow.ssh/1");
    case_over();
  }
  subject_load(path);
  struct host *host;
  void *inst = subject_start(&host);
  for (uint32_t probe = 0; probe < facts.probe_count; probe++) {
    struct outcome last = {0};
    for (uint32_t i = 0; i < rounds; i++) {
      bench_rewind(plan);
      struct ask ask = ask_plain(probe);
      subject_try(host, inst, &ask, what, true);
    }
    /* Once more with what the last answers were compared with. */
    struct ask ask = ask_plain(probe);
    ask.target = 7;
    bench_rewind(plan_plain());
    last = subject_run(host, inst, &ask);
    outcome_check(&last, "the target answers again", true);
    ask.previous = (ow_bytes){last.result, last.has_result ? last.result_length : 0};
    ask.previous_unix_ns = 1;
    bench_rewind(plan);
    subject_try(host, inst, &ask, what, true);
    outcome_free(&last);
  }
  subject_destroy(host, inst);
}

static void answers(const char *path, int64_t kind) {
  struct plan plan = plan_plain();
  plan.answers = (enum answers)kind;
  go(path, plan, "odd output", kind == ANSWER_BINARY ? 5 : 1);
}

static void exits(const char *path, int64_t code) {
  struct plan plan = plan_plain();
  plan.set_exit = true;
  plan.exit_code = (int32_t)code;
  go(path, plan, "an exit code", 1);
}

static void signalled(const char *path, int64_t unused) {
  (void)unused;
  struct plan plan = plan_plain();
  plan.signal = "KILL";
  go(path, plan, "commands that a signal ends", 1);
}

static void drip(const char *path, int64_t unused) {
  (void)unused;
  struct plan plan = plan_plain();
  plan.drip = true;
  go(path, plan, "streams of a few bytes at a time", 1);
}

static void slow(const char *path, int64_t unused) {
  (void)unused;
  struct plan plan = plan_plain();
  plan.delay_ns = 20 * NS_PER_MS;
  go(path, plan, "slow answers", 1);
}

static void verdicts(const char *path, int64_t verdict) {
  struct plan plan = plan_plain();
  plan.set_verdict = true;
  plan.verdict = (int32_t)verdict;
  go(path, plan, "sections with a verdict", 1);
}

static void entries(const char *path, int64_t unused) {
  (void)unused;
  struct plan plan = plan_plain();
  plan.larger_entries = true;
  go(path, plan, "sections with fields of a later minor", 1);
}

static void rungs(const char *path, int64_t rung) {
  static const ow_rc codes[] = {
      0, OW_E_UNREACHABLE, OW_E_UNREACHABLE, OW_E_PROTOCOL, OW_E_PROTOCOL, OW_E_HOSTKEY, OW_E_AUTH, OW_E_PROTOCOL};
  struct plan plan = plan_plain();
  plan.open_rung = (int32_t)rung;
  plan.open_code = codes[rung];
  go(path, plan, "a connection that fails", 1);
}

const struct test_case remote_cases[] = {{"remote.empty", answers, ANSWER_EMPTY},
                                         {"remote.10-mib", answers, ANSWER_BIG},
                                         {"remote.binary", answers, ANSWER_BINARY},
                                         {"remote.bad-utf8", answers, ANSWER_BAD_UTF8},
                                         {"remote.nul-bytes", answers, ANSWER_NUL},
                                         {"remote.crlf", answers, ANSWER_CRLF},
                                         {"remote.locale", answers, ANSWER_LOCALE},
                                         {"remote.long-line", answers, ANSWER_LONG_LINE},
                                         {"remote.no-newline", answers, ANSWER_NO_NEWLINE},
                                         {"remote.truncated", answers, ANSWER_CUT},
                                         {"remote.stderr-noise", answers, ANSWER_NOISE},
                                         {"remote.exit-1", exits, 1},
                                         {"remote.exit-126", exits, 126},
                                         {"remote.exit-127", exits, 127},
                                         {"remote.exit-255", exits, 255},
                                         {"remote.signal", signalled, 0},
                                         {"remote.slow-drip", drip, 0},
                                         {"remote.slow", slow, 0},
                                         {"section.unobserved", verdicts, OW_SECTION_UNOBSERVED},
                                         {"section.failed", verdicts, OW_SECTION_FAILED},
                                         {"section.unsupported", verdicts, OW_SECTION_UNSUPPORTED},
                                         {"section.denied", verdicts, OW_SECTION_DENIED},
                                         {"section.timeout", verdicts, OW_SECTION_TIMEOUT},
                                         {"section.truncated", verdicts, OW_SECTION_TRUNCATED},
                                         {"section.killed", verdicts, OW_SECTION_KILLED},
                                         {"section.future-verdict", verdicts, 99},
                                         {"section.larger-entries", entries, 0},
                                         {"connect.resolve", rungs, OW_RUNG_RESOLVE},
                                         {"connect.tcp", rungs, OW_RUNG_TCP},
                                         {"connect.banner", rungs, OW_RUNG_BANNER},
                                         {"connect.key-exchange", rungs, OW_RUNG_KEX},
                                         {"connect.host-key", rungs, OW_RUNG_HOSTKEY},
                                         {"connect.authentication", rungs, OW_RUNG_AUTH},
                                         {"connect.session", rungs, OW_RUNG_SESSION},
                                         {NULL, NULL, 0}};
