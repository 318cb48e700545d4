/* cases_config.c - configurations, health and extensions. What no host would send must be refused or survived. */
#define _GNU_SOURCE 1
#include "cases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* create(), and a run if it accepts: an instance made of nonsense must not fall over later. */
static ow_rc try_config(ow_bytes config, int32_t format, const char *what) {
  struct host *host;
  void *inst = NULL;
  report_step("create() with %s", what);
  ow_rc rc = subject_create(config, format, &inst, &host);
  if (rc != OW_OK) return rc;
  struct ask ask = ask_plain(0);
  ask.no_result_expected = true;
  struct outcome outcome = subject_run(host, inst, &ask);
  outcome_check(&outcome, what, true);
  outcome_free(&outcome);
  subject_destroy(host, inst);
  return OW_OK;
}

static void samples(const char *path, int64_t valid) {
  subject_load(path);
  uint32_t tried = 0;
  for (uint32_t i = 0; i < facts.config_count; i++) {
    const struct sample *sample = &facts.configs[i];
    if (sample->valid != (valid != 0)) continue;
    tried++;
    ow_rc rc = try_config(sample->json, OW_FMT_JSON, sample->name);
    if (valid && rc != OW_OK)
      report_fault("create() with the valid configuration \"%s\" returned %d", sample->name, rc);
  }
  report_figure("configurations", tried, "");
  if (tried == 0) report_skip("the package has no configuration schema to break");
}

static void empty(const char *path, int64_t bytes) {
  subject_load(path);
  ow_bytes config = bytes ? bytes_of("{}") : (ow_bytes){NULL, 0};
  ow_rc rc = try_config(config, OW_FMT_JSON, bytes ? "{}" : "nothing");
  report_figure("code", rc, "");
}

static void format(const char *path, int64_t unused) {
  (void)unused;
  subject_load(path);
  int32_t formats[] = {OW_FMT_CBOR, 7, -1};
  for (int i = 0; i < 3; i++) {
    ow_rc rc = try_config((ow_bytes){(const uint8_t *)"\xa0", 1}, formats[i], "another format than JSON");
    if (rc == OW_OK) report_warning("create() accepts a configuration in the format %d", formats[i]);
  }
}

enum { NOISE_LARGE, NOISE_RANDOM, NOISE_UTF8, NOISE_NESTED, NOISE_NUMBERS, NOISE_TRUNCATED };

static ow_bytes noise(int64_t kind, uint32_t round, uint8_t *room, uint64_t size) {
  uint64_t n = 0;
  switch (kind) {
    case NOISE_LARGE:
      n = (uint64_t)snprintf((char *)room, size, "{\"padding\":\"");
      for (; n < 64 * 1024; n++) room[n] = (uint8_t)('a' + n % 26);
      n += (uint64_t)snprintf((char *)room + n, size - n, "\"}");
      break;
    case NOISE_RANDOM:
      n = random_below(512);
      for (uint64_t i = 0; i < n; i++) room[i] = (uint8_t)random_next();
      break;
    case NOISE_UTF8: {
      static const char *const texts[] = {"{\"a\":\"\xff\"}",
                                          "{\"\xc0\xaf\":1}",
                                          "{\"a\":\"\xed\xa0\x80\"}",
                                          "\xef\xbb\xbf{}",
                                          "{\"a\":\"\xf4\x90\x80\x80\"}",
                                          "{\"a\":\"\\ud800\"}"};
      n = strlen(texts[round % 6]);
      memcpy(room, texts[round % 6], n);
      break;
    }
    case NOISE_NESTED: {
      uint32_t depth = round % 2 ? 20000 : 100;
      for (uint32_t i = 0; i < depth; i++) room[n++] = '[';
      if (round % 2 == 0) {
        for (uint32_t i = 0; i < depth; i++) room[n++] = ']';
      }
      break;
    }
    case NOISE_NUMBERS: {
      static const char *const texts[] = {"{\"a\":1e999}", "{\"a\":-0}",  "{\"a\":99999999999999999999999}",
                                          "{\"a\":1.}",    "{\"a\":NaN}", "{\"a\":1,\"a\":2}"};
      n = strlen(texts[round % 6]);
      memcpy(room, texts[round % 6], n);
      break;
    }
    default: {
      ow_bytes config = facts_config();
      n = random_below(config.n ? config.n : 1);
      if (n) memcpy(room, config.p, n);
    }
  }
  return (ow_bytes){room, n};
}

/* The text lies at the very end of its allocation, so that a sanitiser or the allocator sees what is read behind it. */
static void noisy(const char *path, int64_t kind) {
  bench.lenient = true;
  subject_load(path);
  uint8_t *room = malloc(128 * 1024);
  uint64_t end = real_ns() + CASE_BUDGET_NS;
  uint32_t rounds = kind == NOISE_RANDOM || kind == NOISE_TRUNCATED ? 100 : kind == NOISE_LARGE ? 1 : 6;
  for (uint32_t i = 0; i < rounds && real_ns() < end; i++) {
    ow_bytes text = noise(kind, i, room, 128 * 1024);
    uint8_t *exact = malloc(text.n ? text.n : 1);
    memcpy(exact, text.p, text.n);
    try_config((ow_bytes){exact, text.n}, OW_FMT_JSON, "noise");
    free(exact);
  }
  free(room);
}

static void configure(const char *path, int64_t valid) {
  subject_load(path);
  if (!subject.plugin.configure) {
    report_skip("the plugin has no configure()");
    case_over();
  }
  struct host *host;
  void *inst = subject_start(&host);
  uint32_t tried = 0;
  for (uint32_t i = 0; i < facts.config_count; i++) {
    const struct sample *sample = &facts.configs[i];
    if (sample->valid != (valid != 0)) continue;
    tried++;
    report_step("configure() with %s", sample->name);
    ow_rc rc = subject_configure(inst, sample->json, OW_FMT_JSON);
    if (rc == OW_E_UNSUPPORTED) break;
    if (valid && rc != OW_OK)
      report_fault("configure() with the valid configuration \"%s\" returned %d", sample->name, rc);
  }
  if (!valid) {
    static const char *const texts[] = {"", "[]", "{\"a\":", "\xff\xfe", "null"};
    for (int i = 0; i < 5; i++, tried++) subject_configure(inst, bytes_of(texts[i]), OW_FMT_JSON);
    subject_configure(inst, (ow_bytes){NULL, 0}, OW_FMT_JSON);
  }
  report_figure("configurations", tried, "");
  struct ask ask = ask_plain(0);
  subject_try(host, inst, &ask, "after configure()", valid != 0);
  subject_destroy(host, inst);
}

static void health(const char *path, int64_t cancelled) {
  subject_load(path);
  if (!subject.plugin.health) {
    report_skip("the plugin has no health()");
    case_over();
  }
  struct host *host;
  void *inst = subject_start(&host);
  uint64_t start = real_ns();
  ow_rc rc = subject_health(host, inst, cancelled != 0);
  uint64_t took = real_ns() - start;
  report_figure("health", (double)took / 1e6, "ms");
  if (took > NS_PER_S) report_fault("health() took %.0f ms; it has 1 s", (double)took / 1e6);
  if (!cancelled && rc != OW_OK) report_fault("health() of a fresh instance returned %d", rc);
  subject_destroy(host, inst);
}

static void extension(const char *path, int64_t unused) {
  (void)unused;
  subject_load(path);
  if (!subject.plugin.extension) {
    report_skip("the plugin has no extension()");
    case_over();
  }
  struct host *host;
  void *inst = subject_start(&host);
  static const char *const ids[] = {
      "", "ow", "ow.nothing/1", "ow.async/999", "\xff\xff", "org.openwatch.verify.unknown/1"};
  for (int i = 0; i < 6; i++) {
    if (subject_extension(inst, text_of(ids[i]), 0))
      report_fault("extension(\"%s\") returned a table; unknown ids give NULL", ids[i]);
  }
  if (subject_extension(inst, (ow_str){NULL, 0}, UINT32_MAX))
    report_fault("extension() of an empty id returned a table");
  subject_destroy(host, inst);
}

const struct test_case config_cases[] = {{"config.valid", samples, 1},
                                         {"config.invalid", samples, 0},
                                         {"config.empty-object", empty, 1},
                                         {"config.nothing", empty, 0},
                                         {"config.format", format, 0},
                                         {"config.large", noisy, NOISE_LARGE},
                                         {"config.random", noisy, NOISE_RANDOM},
                                         {"config.bad-utf8", noisy, NOISE_UTF8},
                                         {"config.nested", noisy, NOISE_NESTED},
                                         {"config.numbers", noisy, NOISE_NUMBERS},
                                         {"config.cut", noisy, NOISE_TRUNCATED},
                                         {"configure.valid", configure, 1},
                                         {"configure.refused", configure, 0},
                                         {"health.plain", health, 0},
                                         {"health.cancelled", health, 1},
                                         {"extension.unknown", extension, 0},
                                         {NULL, NULL, 0}};
