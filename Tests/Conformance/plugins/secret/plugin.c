/* secret - looks at the secrets of its configuration and says no more about them than length and checksum. Parameters,
 * all optional: handle "text" (instead of the token's), room n (of its buffer), times n, sleep_ms n; and what no plugin
 * may do: log, fail, leak, emit (each bool: puts the secret there). */
#include "conformance.h"

#include <pthread.h>
#include <stdlib.h>

static struct {
  pthread_mutex_t lock;
  char token[128], name[128], seen[512];
  uint64_t configured;
} state = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void copy(char *into, size_t size, ow_str text) {
  size_t n = text.n < size - 1 ? (size_t)text.n : size - 1;
  if (n) memcpy(into, text.p, n);
  into[n] = '\0';
}

static void take(ow_bytes config) {
  pthread_mutex_lock(&state.lock);
  copy(state.token, sizeof state.token, param_string(config, "token"));
  copy(state.name, sizeof state.name, param_string(config, "name"));
  copy(state.seen, sizeof state.seen, (ow_str){(const char *)config.p, config.n});
  pthread_mutex_unlock(&state.lock);
}

static ow_rc create(const ow_host *host, ow_bytes config, int32_t format, void **inst) {
  struct probe *p = probe_start(host);
  (void)format;
  *inst = p;
  take(config);
  ow_str refuse = param_string(config, "refuse");
  if (refuse.n == 0) return OW_OK;
  p->core->log(p->h, 0, OW_LOG_ERROR, refuse);
  return OW_E_CONFIG;
}

static ow_rc configure(void *inst, ow_bytes config, int32_t format) {
  struct probe *p = inst;
  (void)format;
  if (param_number(config, "crash")) abort();
  ow_str refuse = param_string(config, "refuse");
  if (refuse.n) {
    p->core->log(p->h, 0, OW_LOG_ERROR, refuse);
    return OW_E_CONFIG;
  }
  take(config);
  state.configured++;
  return OW_OK;
}

static ow_rc misuse(struct probe *p, ow_call c, ow_bytes params, ow_str secret) {
  if (param_number(params, "log")) p->core->log(p->h, c, OW_LOG_WARN, secret);
  if (param_number(params, "log")) fprintf(stderr, "%.*s\n", (int)secret.n, secret.p);
  if (param_number(params, "emit")) {
    ow_event event = {.struct_size = sizeof event, .severity = OW_SEV_LOW, .subject = str("s"), .message = secret};
    ow_rc rc = p->core->emit(p->h, c, &event, 1);
    if (rc != OW_OK) return rc;
  }
  if (!param_number(params, "fail")) return OW_OK;
  p->core->fail(p->h, c, OW_E_STATE, secret, (ow_bytes){0});
  return OW_E_STATE;
}

static ow_rc run(void *inst, ow_call c, const ow_request *request) {
  struct probe *p = inst;
  ow_bytes params = request->params;
  const ow_secret_v1 *service = p->host->service(p->h, str(OW_SECRET_V1), sizeof(ow_secret_v1));
  if (!service) return OW_E_UNSUPPORTED;
  struct text t = {.room = 1 << 18};
  t.bytes = p->core->scratch(p->h, c, t.room, 16);
  uint8_t *buffer = p->core->scratch(p->h, c, OW_SECRET_MAX, 16);
  if (!t.bytes || !buffer) return OW_E_NOMEM;

  pthread_mutex_lock(&state.lock);
  char token[128], name[128], seen[512];
  memcpy(token, state.token, sizeof token);
  memcpy(name, state.name, sizeof name);
  memcpy(seen, state.seen, sizeof seen);
  uint64_t configured = state.configured;
  pthread_mutex_unlock(&state.lock);

  ow_rc rc = p->core->wait(p->h, c, param_number(params, "sleep_ms") * 1000000);
  if (rc != OW_OK) return rc;
  ow_str handle = param_string(params, "handle");
  if (!handle.n) handle = str(token);
  uint64_t room = param_number(params, "room"), times = param_number(params, "times"), length = 0, sum = 0;
  if (room == 0 || room > OW_SECRET_MAX) room = OW_SECRET_MAX;
  do {
    rc = service->reveal(p->h, c, handle, buffer, room, &length);
  } while (rc == OW_OK && times-- > 1);
  if (rc == OW_OK) {
    for (uint64_t i = 0; i < length; i++) sum = sum * 31 % 1000003 + buffer[i];
    ow_rc misused = misuse(p, c, params, (ow_str){(const char *)buffer, length});
    if (misused != OW_OK) return misused;
  }
  text_add(&t, "{\"rc\":");
  text_number(&t, rc);
  text_add(&t, ",\"length\":");
  text_number(&t, (int64_t)length);
  text_add(&t, ",\"sum\":");
  text_number(&t, (int64_t)sum);
  text_add(&t, ",\"configured\":");
  text_number(&t, (int64_t)configured);
  text_add(&t, ",\"handle\":");
  text_string(&t, handle.p, handle.n);
  text_add(&t, ",\"name\":");
  text_string(&t, name, strlen(name));
  text_add(&t, ",\"config\":");
  text_string(&t, seen, strlen(seen));
  if (rc == OW_OK && param_number(params, "leak")) {
    text_add(&t, ",\"secret\":");
    text_string(&t, buffer, length);
  }
  text_add(&t, "}");
  if (rc == OW_OK) memset(buffer, 0, length);
  return t.full ? OW_E_LIMIT : p->core->result(p->h, c, OW_FMT_JSON, text_bytes(&t));
}

OW_PLUGIN_NOTE("org.openwatch.test.secret", "0.1.0", OW_LANG_C);

static const ow_plugin plugin = {
    CONFORMANCE_DESCRIPTOR("org.openwatch.test.secret"),
    .create = create,
    .destroy = plain_destroy,
    .configure = configure,
    .run = run,
};

const ow_plugin *ow_plugin_v1(void) { return &plugin; }
