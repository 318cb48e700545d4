/* cases_host.c - hosts that are older, newer or poorer than the one the plugin was built for. */
#define _GNU_SOURCE 1
#include "cases.h"
#include "spy.h"

/* A whole life on the host as it is set up; failing is allowed, crashing and breaking rules is not. */
static ow_rc live(bool shown, const char *what) {
  struct host *host;
  void *inst = NULL;
  report_step("create() on %s", what);
  ow_rc rc = subject_create(facts_config(), OW_FMT_JSON, &inst, &host);
  if (rc != OW_OK) return rc;
  ow_rc worst = OW_OK;
  for (uint32_t i = 0; i < facts.probe_count; i++) {
    struct ask ask = ask_plain(i);
    rc = subject_try(host, inst, &ask, what, shown);
    if (rc != OW_OK) worst = rc;
  }
  subject_destroy(host, inst);
  return worst;
}

static void plain(const char *path, int64_t unused) {
  (void)unused;
  subject_load(path);
  struct host *host;
  void *inst = subject_start(&host);
  subject_destroy(host, inst);
}

static void newer(const char *path, int64_t grown) {
  bench.abi_minor = 9;
  bench.host_size = sizeof(ow_host) + (uint32_t)grown;
  bench.future_slots = grown ? 16 : 0;
  subject_load(path);
  struct host *host;
  void *inst = subject_start(&host);
  for (uint32_t i = 0; i < facts.probe_count; i++) {
    struct ask ask = ask_plain(i);
    subject_try(host, inst, &ask, "newer host", true);
  }
  subject_destroy(host, inst);
}

static void older(const char *path, int64_t unused) {
  (void)unused;
  bench.abi_minor = 0;
  subject_load(path);
  if (subject.plugin.min_host_minor == 0) {
    struct host *host;
    void *inst = subject_start(&host);
    subject_destroy(host, inst);
  } else if (live(false, "an older host") == OW_OK) {
    report_warning("create() accepts a host of minor 0, the descriptor asks for %u", subject.plugin.min_host_minor);
  }
}

static void truncated(const char *path, int64_t size) {
  bench.host_size = (uint32_t)size;
  subject_load(path);
  ow_rc rc = live(false, "a host whose struct_size is small");
  if (spy_count("", "service")) {
    report_warning("service() was called although ow_host.struct_size is %u, which does not cover it; use OW_HAS",
                   (uint32_t)size);
  } else if (rc == OW_OK) {
    report_warning("create() and run() succeed without a single service");
  }
}

static void short_tables(const char *path, int64_t unused) {
  (void)unused;
  bench.shorter_tables = true;
  subject_load(path);
  live(false, "tables as short as the plugin asked for");
}

static void poison(const char *path, int64_t unused) {
  (void)unused;
  subject_load(path);
  live(true, "tables that end at a page that cannot be read");
}

enum { NO_CORE = 1, NO_SSH = 2, NO_KV = 4, DENY = 8, NO_SECRET = 16 };

static void missing(const char *path, int64_t what) {
  bench.missing_core = what & NO_CORE;
  bench.missing_ssh = what & NO_SSH;
  bench.missing_kv = what & NO_KV;
  bench.missing_secret = what & NO_SECRET;
  bench.deny_all = what & DENY;
  if ((what == NO_SSH && !facts.grants_ssh) || (what == NO_KV && !facts.grants_kv) ||
      (what == NO_SECRET && !facts.grants_secret) ||
      (what == DENY && !facts.grants_ssh && !facts.grants_kv && !facts.grants_secret)) {
    report_skip("the manifest does not ask for that service");
    case_over();
  }
  subject_load(path);
  ow_rc rc = live(what != DENY && !(what & NO_CORE), "a host that lacks services");
  report_figure("code", rc, "");
  if (what & NO_CORE && rc == OW_OK) report_fault("the plugin reports success without ow.core/1");
}

enum { UNKNOWN = 1, LONG = 2 };

static void secrets(const char *path, int64_t what) {
  if (!facts.grants_secret) {
    report_skip("the manifest does not ask for ow.secret/1");
    case_over();
  }
  bench.secrets_unknown = what == UNKNOWN;
  bench.secrets_long = what == LONG;
  subject_load(path);
  live(false, what == UNKNOWN ? "handles that are not in force" : "secrets of 64 KiB");
}

static void services_asked(const char *path, int64_t unused) {
  (void)unused;
  subject_load(path);
  live(false, "a plain host");
  char id[64];
  if (spy_unknown_services(id, sizeof id)) report_warning("the plugin asks for the unknown service \"%s\"", id);
  report_figure("lookups", (double)spy_count("", "service"), "");
}

static void unknown_slots(const char *path, int64_t unused) {
  (void)unused;
  bench.future_slots = 32;
  subject_load(path);
  live(true, "a host with larger tables");
  report_figure("calls of unknown slots", (double)spy_unknown_calls(), "");
}

static void no_session(const char *path, int64_t unused) {
  (void)unused;
  if (!facts.grants_ssh) {
    report_skip("the manifest does not ask for ow.ssh/1");
    case_over();
  }
  subject_load(path);
  static const ow_rc codes[] = {OW_E_UNREACHABLE, OW_E_AUTH, OW_E_HOSTKEY, OW_E_PROTOCOL, OW_E_LIMIT, OW_E_DENIED};
  for (uint32_t i = 0; i < sizeof codes / sizeof *codes; i++) {
    struct plan plan = plan_plain();
    plan.open_code = codes[i];
    plan.open_rung = OW_RUNG_TCP;
    plan.open_gives_handle = false;
    bench_rewind(plan);
    live(true, "open() fails without a handle");
  }
}

const struct test_case host_cases[] = {{"host.plain", plain, 0},
                                       {"host.newer-minor", newer, 0},
                                       {"host.over-long", newer, 64},
                                       {"host.older-minor", older, 0},
                                       {"host.truncated", truncated, 64},
                                       {"host.truncated-short", truncated, 16},
                                       {"host.short-tables", short_tables, 0},
                                       {"host.guard-page", poison, 0},
                                       {"host.unknown-slots", unknown_slots, 0},
                                       {"service.lookups", services_asked, 0},
                                       {"service.core-missing", missing, NO_CORE},
                                       {"service.ssh-missing", missing, NO_SSH},
                                       {"service.kv-missing", missing, NO_KV},
                                       {"service.secret-missing", missing, NO_SECRET},
                                       {"service.all-missing", missing, NO_CORE | NO_SSH | NO_KV | NO_SECRET},
                                       {"service.denied", missing, DENY},
                                       {"secret.unknown", secrets, UNKNOWN},
                                       {"secret.long", secrets, LONG},
                                       {"handle.no-session", no_session, 0},
                                       {NULL, NULL, 0}};
