/* subject.c - a plugin that passes every case of the conformance kit. Compiled with -DBAD_... it breaks one rule, and the
 * tests of the kit expect exactly the cases of that rule to fail. */
#define _GNU_SOURCE 1
#include "ow_plugin.h"

#include "faults.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROOM 16384u
#define SHOWN 200u

struct subject {
  const ow_host *host;
  void *h;
  const ow_core_v1 *core;
  const ow_ssh_v1 *ssh;
  const ow_kv_v1 *kv;
};

#ifdef BAD_SHARED_INSTANCE
static struct subject the_instance;
#endif

static ow_str str(const char *text) { return (ow_str){text, strlen(text)}; }

struct text {
  char *bytes;
  uint64_t length;
};

static void add(struct text *t, const char *text) {
  uint64_t n = strlen(text);
  if (t->length + n > ROOM) return;
  memcpy(t->bytes + t->length, text, n);
  t->length += n;
}

static void add_number(struct text *t, int64_t value) {
  char digits[24];
  snprintf(digits, sizeof digits, "%lld", (long long)value);
  add(t, digits);
}

/* The first bytes of what a target said, which may be anything. */
static void add_string(struct text *t, ow_bytes value) {
  add(t, "\"");
  for (uint64_t i = 0; i < value.n && i < SHOWN; i++) {
    char escaped[8];
    uint8_t c = value.p[i];
    bool plain = c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
    snprintf(escaped, sizeof escaped, plain ? "%c" : "\\u%04x", c);
    add(t, escaped);
  }
  add(t, "\"");
}

static bool holds(ow_bytes text, const void *part, uint64_t n) {
  return text.p && n && memmem(text.p, text.n, part, n) != NULL;
}

static ow_rc explain(struct subject *s, ow_call c, ow_rc rc, const char *what) {
  s->core->fail(s->h, c, rc, str(what), (ow_bytes){NULL, 0});
  return rc;
}

static ow_rc emit(struct subject *s, ow_call c, uint64_t bytes) {
  char attributes[48];
  int length = snprintf(attributes, sizeof attributes, "{\"bytes\":%llu}", (unsigned long long)bytes);
  ow_event event = {.struct_size = sizeof event,
                    .type = FAULT_EVENT_TYPE,
                    .severity = OW_SEV_INFO,
                    .format = OW_FMT_JSON,
                    .subject = str("kernel"),
                    .message = str("The kernel's answer changed."),
                    .attributes = {(const uint8_t *)attributes, (uint64_t)length}};
  ow_rc rc;
  while ((rc = s->core->emit(s->h, c, &event, 1)) == OW_E_AGAIN) {
    FAULT_ON_AGAIN;
    rc = s->core->wait(s->h, c, 1000000);
    if (rc != OW_OK) return rc;
  }
  return rc == OW_E_LIMIT ? OW_OK : rc;
}

/* How often this target was looked at. Somebody else may write in between; then this look does not count. */
static ow_rc count(struct subject *s, ow_call c) {
  if (!s->kv) return OW_OK;
  ow_bytes value = {NULL, 0};
  uint64_t version = 0;
  ow_rc rc = s->kv->get(s->h, c, str("looks"), &value, &version);
  if (rc != OW_OK && rc != OW_E_NOTFOUND) return rc;
  uint8_t next = rc == OW_OK && value.n == 1 && value.p[0] < 255 ? (uint8_t)(value.p[0] + 1) : 1;
  rc = s->kv->put(s->h, c, str("looks"), (ow_bytes){&next, 1}, rc == OW_OK ? version : 0, 0);
  return rc == OW_E_STATE ? OW_OK : rc;
}

/* The questions to one session; the answers become a result. */
static ow_rc ask(struct subject *s, ow_call c, ow_ssh session, const ow_request *request, struct text *t) {
  ow_ssh_exec x = {.struct_size = sizeof x, .command_id = str(FAULT_COMMAND)};
  ow_ssh_result kernel = {.struct_size = sizeof kernel};
  ow_rc rc = s->ssh->exec(s->h, c, session, &x, &kernel);
  FAULT_AFTER_EXEC(s, c, session, rc);
  if (rc != OW_OK) return explain(s, c, rc, "the kernel was not asked");
  FAULT_ON_ANSWER(kernel);

  ow_ssh_sections found = {.struct_size = sizeof found};
  rc = s->ssh->collect(s->h, c, session, NULL, &found);
  if (rc != OW_OK) return explain(s, c, rc, "the sections were not collected");
  uint32_t good = 0;
  for (uint32_t i = 0; i < found.count; i++) {
    const ow_ssh_section *section = FAULT_SECTION_AT(&found, i);
    FAULT_ON_SECTION(section);
    if (section && section->verdict == OW_SECTION_OK) good++;
  }
  ow_bytes hostname = {NULL, 0};
  rc = s->ssh->read_file(s->h, c, session, str(FAULT_PATH), 4096, &hostname);
  if (rc != OW_OK && rc != OW_E_NOTFOUND && rc != OW_E_LIMIT) return explain(s, c, rc, "the host name was not read");

  add(t, "{\"kernel\":");
  add_string(t, kernel.out);
  uint64_t length = t->length;
  add(t, ",\"exit_code\":");
  add_number(t, kernel.exit_code);
  add(t, ",\"sections\":");
  add_number(t, good);
  add(t, ",\"hostname\":");
  add_string(t, hostname);
  FAULT_MEMBERS(t, request);
  add(t, "}");
  FAULT_SHARE(t);
  if (request->previous.n && !holds(request->previous, t->bytes + 1, length - 1)) return emit(s, c, kernel.out.n);
  return OW_OK;
}

static ow_rc run(void *inst, ow_call c, const ow_request *request) {
  struct subject *s = inst;
  FAULT_IN_RUN(s, c, request);
  if (request->probe != 0) return explain(s, c, OW_E_ARG, "there is one probe");
  if (request->format != OW_FMT_JSON) return explain(s, c, OW_E_UNSUPPORTED, "JSON alone is understood");
  if (s->core->cancelled(s->h, c)) return OW_E_CANCELLED;
  if (!s->ssh) return explain(s, c, OW_E_UNSUPPORTED, "the host has no ow.ssh/1");
  struct text t = {s->core->scratch(s->h, c, ROOM, 16), 0};
  if (!t.bytes) return OW_E_NOMEM;
  s->core->progress(s->h, c, 1000, str("connect"));
  ow_ssh session = 0;
  ow_ssh_open options = {.struct_size = sizeof options};
  ow_rc rc = s->ssh->open(s->h, c, request->target, &options, &session);
  if (FAULT_OPENED(rc)) {
    rc = ask(s, c, session, request, &t);
  } else if (session) {
    ow_ssh_info info = {.struct_size = sizeof info};
    if (s->ssh->info(s->h, c, session, &info) == OW_OK) explain(s, c, rc, "the target cannot be reached");
  }
  if (session) s->ssh->close(s->h, c, session);
  if (rc == OW_OK) rc = count(s, c);
  if (rc != OW_OK) return rc;
  s->core->progress(s->h, c, 10000, str("done"));
  rc = s->core->result(s->h, c, OW_FMT_JSON, (ow_bytes){(const uint8_t *)t.bytes, t.length});
  FAULT_AFTER_RESULT(s, c);
  return rc;
}

static ow_rc create(const ow_host *host, ow_bytes config, int32_t format, void **inst) {
  (void)config;
  if (format != OW_FMT_JSON) return OW_E_UNSUPPORTED;
  if (!OW_HAS(host, service)) return OW_E_UNSUPPORTED;
  FAULT_IN_CREATE(host, config);
  struct subject *s = FAULT_INSTANCE;
  if (!s) return OW_E_NOMEM;
  s->host = host;
  s->h = host->h;
  s->core = host->service(host->h, str(OW_CORE_V1), FAULT_CORE_SIZE);
  if (!s->core FAULT_CORE_ANYWAY) {
    FAULT_FREE(s);
    return OW_E_UNSUPPORTED;
  }
  s->ssh = host->service(host->h, str(OW_SSH_V1), sizeof(ow_ssh_v1));
  s->kv = host->service(host->h, str(OW_KV_V1), sizeof(ow_kv_v1));
  FAULT_CREATED(s);
  *inst = s;
  return OW_OK;
}

static void destroy(void *inst) {
  FAULT_IN_DESTROY(inst);
  FAULT_FREE(inst);
}

static ow_rc configure(void *inst, ow_bytes config, int32_t format) {
  (void)inst, (void)config;
  FAULT_IN_CONFIGURE;
  return format == OW_FMT_JSON ? OW_OK : OW_E_UNSUPPORTED;
}

static ow_rc health(void *inst, ow_call c) {
  struct subject *s = inst;
  FAULT_IN_HEALTH;
  return s->core->cancelled(s->h, c) ? OW_E_CANCELLED : OW_OK;
}

static void cancel(void *inst, ow_call c) {
  (void)inst, (void)c;
  FAULT_IN_CANCEL;
}

static const void *extension(void *inst, ow_str id, uint32_t min_size) {
  (void)inst, (void)id, (void)min_size;
  return FAULT_EXTENSION;
}

OW_PLUGIN_NOTE(FAULT_NOTE_ID, "0.1.0", FAULT_NOTE_LANGUAGE);

static FAULT_TABLE ow_plugin plugin = {
    .struct_size = sizeof(ow_plugin) + FAULT_EXTRA_SIZE,
    .abi_minor = OW_ABI_MINOR,
    .flags = FAULT_FLAGS,
    .id = {FAULT_ID, sizeof(FAULT_ID) - 1},
    .version = {"0.1.0", 5},
    .create = create,
    .destroy = destroy,
    .configure = configure,
    .run = run,
    .cancel = FAULT_CANCEL,
    .health = health,
    .extension = extension,
};

#ifdef BAD_DESCRIPTOR_CHANGES
static void change_descriptor(void) { plugin.cancel = NULL; }
#endif

const ow_plugin *ow_plugin_v1(void) {
  FAULT_IN_ENTRY;
  return FAULT_POINTER(&plugin);
}
