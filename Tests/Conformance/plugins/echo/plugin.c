/* echo - gives back what it got, and uses every service on request. Parameters, all optional: events n, event_type
 * i, sleep_ms n, stage "text", fail "text", log "text", kv_key "k" (counts its own calls there), exec "command
 * id", argument "text", stream bool, read "path", collect bool */
#include "conformance.h"

#include <stdatomic.h>

struct stream {
  uint64_t out, err, chunks;
};

static atomic_uint configured;

static void on_chunk(void *user, int32_t stream, ow_bytes chunk) {
  struct stream *seen = user;
  seen->chunks++;
  if (stream == 1) seen->out += chunk.n;
  if (stream == 2) seen->err += chunk.n;
}

static ow_rc emit_all(struct probe *p, ow_call c, uint32_t type, uint64_t count) {
  for (uint64_t i = 0; i < count; i++) {
    char attributes[48], subject[32];
    int length = snprintf(attributes, sizeof attributes, "{\"n\":%llu}", (unsigned long long)i);
    snprintf(subject, sizeof subject, "echo:%llu", (unsigned long long)i);
    ow_event event = {.struct_size = sizeof event,
                      .type = type,
                      .severity = OW_SEV_LOW,
                      .format = OW_FMT_JSON,
                      .subject = str(subject),
                      .message = str("an event that was asked for"),
                      .attributes = {(const uint8_t *)attributes, (uint64_t)length}};
    ow_rc rc;
    while ((rc = p->core->emit(p->h, c, &event, 1)) == OW_E_AGAIN) {
      rc = p->core->wait(p->h, c, 1000000);
      if (rc != OW_OK) return rc;
    }
    if (rc != OW_OK) return rc;
  }
  return OW_OK;
}

/* Reads a counter, adds one, and writes it back if nobody else did meanwhile. */
static ow_rc count_call(struct probe *p, ow_call c, ow_str key, struct text *t) {
  if (!p->kv) return OW_E_UNSUPPORTED;
  ow_bytes value;
  uint64_t version = 0, count = 0;
  ow_rc rc = p->kv->get(p->h, c, key, &value, &version);
  if (rc == OW_E_NOTFOUND) version = 0;
  if (rc != OW_OK && rc != OW_E_NOTFOUND) return rc;
  for (uint64_t i = 0; rc == OW_OK && i < value.n; i++) count = count * 10 + (uint64_t)(value.p[i] - '0');
  char digits[24];
  int length = snprintf(digits, sizeof digits, "%llu", (unsigned long long)count + 1);
  rc = p->kv->put(p->h, c, key, (ow_bytes){(const uint8_t *)digits, (uint64_t)length}, version, 0);
  text_add(t, ",\"count\":");
  text_number(t, (int64_t)count + 1);
  text_add(t, ",\"put\":");
  text_number(t, rc);
  return OW_OK;
}

static void add_result(struct text *t, const ow_ssh_result *result, const struct stream *seen) {
  text_add(t, ",\"exec\":{\"exit_code\":");
  text_number(t, result->exit_code);
  text_add(t, ",\"privilege\":");
  text_number(t, result->privilege);
  text_add(t, ",\"truncated\":");
  text_number(t, result->truncated);
  text_add(t, ",\"out\":");
  text_string(t, result->out.p, result->out.n);
  text_add(t, ",\"err\":");
  text_string(t, result->err.p, result->err.n);
  text_add(t, ",\"chunks\":");
  text_number(t, (int64_t)seen->chunks);
  text_add(t, ",\"streamed\":");
  text_number(t, (int64_t)(seen->out + seen->err));
  text_add(t, "}");
}

static void add_sections(struct text *t, const ow_ssh_sections *sections) {
  text_add(t, ",\"sections\":{");
  for (uint32_t i = 0; i < sections->count; i++) {
    const ow_ssh_section *section = ow_section_at(sections, i);
    if (i) text_add(t, ",");
    text_string(t, section->id.p, section->id.n);
    text_add(t, ":{\"verdict\":");
    text_number(t, section->verdict);
    text_add(t, ",\"exit_code\":");
    text_number(t, section->exit_code);
    text_add(t, ",\"out\":");
    text_string(t, section->out.p, section->out.n);
    text_add(t, "}");
  }
  text_add(t, "}");
}

static ow_rc use_ssh(struct probe *p, ow_call c, const ow_request *request, struct text *t) {
  ow_bytes params = request->params;
  ow_str command = param_string(params, "exec"), path = param_string(params, "read");
  ow_str argument = param_string(params, "argument");
  bool collect = param_number(params, "collect"), stream = param_number(params, "stream");
  if (!command.n && !path.n && !collect) return OW_OK;
  if (!p->ssh) return OW_E_UNSUPPORTED;
  ow_ssh session = 0;
  ow_rc rc = p->ssh->open(p->h, c, request->target, NULL, &session);
  if (session) {
    ow_ssh_info info = {.struct_size = sizeof info};
    ow_rc told = p->ssh->info(p->h, c, session, &info);
    if (told == OW_OK) {
      text_add(t, ",\"reached\":");
      text_number(t, info.reached);
      text_add(t, ",\"failure\":");
      text_string(t, info.failure_code.p, info.failure_code.n);
    }
  }
  if (rc == OW_OK && command.n) {
    struct stream seen = {0};
    ow_ssh_exec x = {.struct_size = sizeof x, .nargs = argument.n ? 1 : 0, .command_id = command, .args = &argument};
    ow_ssh_result result = {.struct_size = sizeof result};
    rc = stream ? p->ssh->exec_stream(p->h, c, session, &x, on_chunk, &seen, &result)
                : p->ssh->exec(p->h, c, session, &x, &result);
    if (rc == OW_OK) add_result(t, &result, &seen);
  }
  if (rc == OW_OK && path.n) {
    ow_bytes content;
    rc = p->ssh->read_file(p->h, c, session, path, 65536, &content);
    if (rc == OW_OK) text_add(t, ",\"read\":");
    if (rc == OW_OK) text_string(t, content.p, content.n);
  }
  if (rc == OW_OK && collect) {
    ow_ssh_sections sections = {.struct_size = sizeof sections};
    rc = p->ssh->collect(p->h, c, session, NULL, &sections);
    if (rc == OW_OK) add_sections(t, &sections);
  }
  if (session) p->ssh->close(p->h, c, session);
  return rc;
}

static ow_rc run(void *inst, ow_call c, const ow_request *request) {
  struct probe *p = inst;
  ow_bytes params = request->params;
  struct text t = {.room = params.n + request->previous.n + 2 * 1024 * 1024};
  t.bytes = p->core->scratch(p->h, c, t.room, 16);
  if (!t.bytes) return OW_E_NOMEM;

  ow_str line = param_string(params, "log"), stage = param_string(params, "stage");
  ow_str failure = param_string(params, "fail"), key = param_string(params, "kv_key");
  if (line.n) p->core->log(p->h, c, OW_LOG_INFO, line);
  if (stage.n) p->core->progress(p->h, c, 5000, stage);
  if (failure.n) {
    p->core->fail(p->h, c, OW_E_STATE, failure, (ow_bytes){0});
    return OW_E_STATE;
  }
  ow_rc rc = p->core->wait(p->h, c, param_number(params, "sleep_ms") * 1000000);
  if (rc != OW_OK) return rc;

  text_add(&t, "{\"params\":");
  text_raw(&t, params.p, params.n);
  text_add(&t, ",\"previous\":");
  if (request->previous.n) {
    text_raw(&t, request->previous.p, request->previous.n);
  } else {
    text_add(&t, "null");
  }
  text_add(&t, ",\"probe\":");
  text_number(&t, request->probe);
  text_add(&t, ",\"attempt\":");
  text_number(&t, request->attempt);
  text_add(&t, ",\"configured\":");
  text_number(&t, atomic_load(&configured));
  text_add(&t, ",\"instance\":");
  text_string(&t, p->host->instance_id.p, p->host->instance_id.n);

  rc = emit_all(p, c, (uint32_t)param_number(params, "event_type"), param_number(params, "events"));
  if (rc == OW_OK && key.n) rc = count_call(p, c, key, &t);
  if (rc == OW_OK) rc = use_ssh(p, c, request, &t);
  if (rc != OW_OK) return rc;
  text_add(&t, "}");
  if (t.full) return OW_E_LIMIT;
  return p->core->result(p->h, c, OW_FMT_JSON, text_bytes(&t));
}

static ow_rc create(const ow_host *host, ow_bytes config, int32_t format, void **inst) {
  struct probe *p = probe_start(host);
  (void)format;
  *inst = p;
  ow_str refuse = param_string(config, "refuse");
  if (refuse.n == 0) return OW_OK;
  p->core->log(p->h, 0, OW_LOG_ERROR, refuse);
  return OW_E_CONFIG;
}

static ow_rc configure(void *inst, ow_bytes config, int32_t format) {
  (void)inst, (void)format;
  if (param_string(config, "refuse").n) return OW_E_CONFIG;
  atomic_fetch_add(&configured, 1);
  return OW_OK;
}

static ow_rc health(void *inst, ow_call c) {
  struct probe *p = inst;
  return p->core->cancelled(p->h, c) ? OW_E_CANCELLED : OW_OK;
}

OW_PLUGIN_NOTE("org.openwatch.test.echo", "0.1.0", OW_LANG_C);

static const ow_plugin plugin = {
    CONFORMANCE_DESCRIPTOR("org.openwatch.test.echo"),
    .create = create,
    .destroy = plain_destroy,
    .configure = configure,
    .run = run,
    .health = health,
};

const ow_plugin *ow_plugin_v1(void) { return &plugin; }
