/* ow_kit.h - shorthands for plugins in C (and for the C parts of others). Header only; C11 and C++17.
 *
 * Everything here is a thin layer over ow_plugin.h: a plugin may mix both, or use none of it.
 */
#ifndef OW_KIT_H
#define OW_KIT_H

#include <stdarg.h>
#include <stdio.h>

#include "../ow_plugin.h"
#include "ow_json.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A literal as ow_str. */
#define OW_TEXT(literal) ow_kit_text_("" literal, sizeof(literal) - 1)

static inline ow_str ow_kit_text_(const char *text, uint64_t n) {
  const ow_str s = {text, n};
  return s;
}

/* Leaves the function with the code of a call that did not succeed. */
#define OW_TRY(call)                              \
  do {                                            \
    const ow_rc ow_try_rc_ = (call);              \
    if (ow_try_rc_ != OW_OK) return ow_try_rc_;   \
  } while (0)

/* The services of one instance. */
typedef struct ow_kit {
  void *h; /* first argument of every service function */
  const ow_core_v1 *core;
  const ow_ssh_v1 *ssh; /* NULL if it was not asked for */
  const ow_kv_v1 *kv;   /* NULL if it was not asked for */
  const ow_secret_v1 *secret; /* NULL if it was not asked for */
} ow_kit;

enum { OW_NEED_SSH = 1u, OW_NEED_KV = 2u, OW_NEED_SECRET = 4u };

/* In create(): looks the services up. OW_E_UNSUPPORTED, with a line in the log, if one of them is missing. */
static inline ow_rc ow_kit_init(ow_kit *kit, const ow_host *host, uint32_t needs) {
  memset(kit, 0, sizeof *kit);
  if (!OW_HAS(host, service) || !host->service) return OW_E_UNSUPPORTED;
  kit->h = host->h;
  kit->core = (const ow_core_v1 *)host->service(host->h, OW_TEXT(OW_CORE_V1), sizeof(ow_core_v1));
  if (!kit->core) return OW_E_UNSUPPORTED;
  if (needs & OW_NEED_SSH) {
    kit->ssh = (const ow_ssh_v1 *)host->service(host->h, OW_TEXT(OW_SSH_V1), sizeof(ow_ssh_v1));
    if (!kit->ssh) {
      kit->core->log(host->h, 0, OW_LOG_ERROR, OW_TEXT("the service " OW_SSH_V1 " is not granted"));
      return OW_E_UNSUPPORTED;
    }
  }
  if (needs & OW_NEED_KV) {
    kit->kv = (const ow_kv_v1 *)host->service(host->h, OW_TEXT(OW_KV_V1), sizeof(ow_kv_v1));
    if (!kit->kv) {
      kit->core->log(host->h, 0, OW_LOG_ERROR, OW_TEXT("the service " OW_KV_V1 " is not granted"));
      return OW_E_UNSUPPORTED;
    }
  }
  if (needs & OW_NEED_SECRET) {
    kit->secret = (const ow_secret_v1 *)host->service(host->h, OW_TEXT(OW_SECRET_V1), sizeof(ow_secret_v1));
    if (!kit->secret) {
      kit->core->log(host->h, 0, OW_LOG_ERROR, OW_TEXT("the service " OW_SECRET_V1 " is not granted"));
      return OW_E_UNSUPPORTED;
    }
  }
  return OW_OK;
}

static inline ow_str ow_kit_vtext_(char *buffer, uint64_t size, const char *format, va_list arguments) {
  const int length = vsnprintf(buffer, size, format, arguments);
  const ow_str text = {buffer, length < 0 ? 0 : (uint64_t)length < size ? (uint64_t)length : size - 1};
  return text;
}

/* A line of the plugin's log, at most 1 KiB. c may be 0. */
__attribute__((format(printf, 4, 5))) static inline void ow_log(
    const ow_kit *kit, ow_call c, int32_t level, const char *format, ...) {
  char buffer[1024];
  va_list arguments;
  va_start(arguments, format);
  const ow_str text = ow_kit_vtext_(buffer, sizeof buffer, format, arguments);
  va_end(arguments);
  kit->core->log(kit->h, c, level, text);
}

/* Explains a failure and gives its code back: return ow_fail(kit, c, OW_E_PROTOCOL, "line %d", line); */
__attribute__((format(printf, 4, 5))) static inline ow_rc ow_fail(
    const ow_kit *kit, ow_call c, ow_rc code, const char *format, ...) {
  char buffer[1024];
  va_list arguments;
  const ow_bytes none = {NULL, 0};
  va_start(arguments, format);
  const ow_str text = ow_kit_vtext_(buffer, sizeof buffer, format, arguments);
  va_end(arguments);
  kit->core->fail(kit->h, c, code, text, none);
  return code;
}

/* A session to the call's target. On failure its code is enough: the host knows the reason. */
static inline ow_rc ow_open(const ow_kit *kit, ow_call c, const ow_request *request, ow_ssh *session) {
  ow_ssh_open options;
  memset(&options, 0, sizeof options);
  options.struct_size = sizeof options;
  *session = 0;
  return kit->ssh->open(kit->h, c, request->target, &options, session);
}

/* Runs a command of the manifest; args has one entry per placeholder. OW_OK whatever the exit code. */
static inline ow_rc ow_execute(
    const ow_kit *kit, ow_call c, ow_ssh session, const char *id, const ow_str *args, uint32_t nargs,
    ow_ssh_result *answer) {
  ow_ssh_exec question;
  memset(&question, 0, sizeof question);
  question.struct_size = sizeof question;
  question.command_id.p = id;
  question.command_id.n = strlen(id);
  question.args = args;
  question.nargs = nargs;
  memset(answer, 0, sizeof *answer);
  answer->struct_size = sizeof *answer;
  return kit->ssh->exec(kit->h, c, session, &question, answer);
}

/* Copies a secret of the configuration into buffer, as text with a NUL behind it, so that size is one more than its
 * bytes. handle is what stands at its place in the configuration. OW_E_LIMIT if it does not fit. */
static inline ow_rc ow_reveal(
    const ow_kit *kit, ow_call c, ow_str handle, char *buffer, uint64_t size, uint64_t *length) {
  *length = 0;
  if (size == 0) return OW_E_LIMIT;
  buffer[0] = 0;
  const ow_rc rc = kit->secret->reveal(kit->h, c, handle, (uint8_t *)buffer, size - 1, length);
  if (rc == OW_OK) buffer[*length] = 0;
  return rc;
}

/* Emits one event; attributes is a JSON object. Waits where the host is behind. */
static inline ow_rc ow_emit(
    const ow_kit *kit, ow_call c, uint32_t type, uint32_t severity, ow_str subject, ow_str message,
    ow_bytes attributes) {
  ow_event event;
  memset(&event, 0, sizeof event);
  event.struct_size = sizeof event;
  event.type = type;
  event.severity = severity;
  event.format = OW_FMT_JSON;
  event.subject = subject;
  event.message = message;
  event.attributes = attributes;
  ow_rc rc;
  while ((rc = kit->core->emit(kit->h, c, &event, 1)) == OW_E_AGAIN) OW_TRY(kit->core->wait(kit->h, c, 5000000));
  return rc;
}

/* Hands over the call's result. OW_E_LIMIT if the document is unfinished or did not fit its buffer. */
static inline ow_rc ow_result(const ow_kit *kit, ow_call c, const ow_json *json) {
  const ow_bytes body = ow_json_bytes(json);
  if (body.n == 0) return ow_fail(kit, c, OW_E_LIMIT, "the result does not fit its buffer");
  return kit->core->result(kit->h, c, OW_FMT_JSON, body);
}

/* The exported table and the note, in one line at the end of a source. */
#define OW_PLUGIN(ID, VERSION, LANG, CREATE, DESTROY, RUN)                                              \
  const ow_plugin *ow_plugin_v1(void) {                                                                 \
    static const ow_plugin table = {                                                                    \
        sizeof(ow_plugin), OW_ABI_MINOR, 0, 0, {ID, sizeof(ID) - 1}, {VERSION, sizeof(VERSION) - 1},     \
        CREATE, DESTROY, NULL, RUN, NULL, NULL, NULL};                                                  \
    return &table;                                                                                      \
  }                                                                                                     \
  OW_PLUGIN_NOTE(ID, VERSION, LANG)

#ifdef __cplusplus
}
#endif

#endif
