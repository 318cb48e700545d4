/* conformance.h - what the conformance plugins share: reading flat JSON parameters, writing JSON text, a descriptor.
 *
 * The parameter reader looks for "key": at any depth, which is enough for the flat objects that the tests send.
 */
#ifndef CONFORMANCE_H
#define CONFORMANCE_H

#include "ow_plugin.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static inline ow_str str(const char *text) { return (ow_str){text, strlen(text)}; }

struct probe { /* the instance of every conformance plugin */
  const ow_host *host;
  void *h;
  const ow_core_v1 *core;
  const ow_ssh_v1 *ssh;
  const ow_kv_v1 *kv;
};

static inline struct probe *probe_start(const ow_host *host) {
  static struct probe probe;
  probe.host = host;
  probe.h = host->h;
  probe.core = host->service(host->h, str(OW_CORE_V1), sizeof(ow_core_v1));
  probe.ssh = host->service(host->h, str(OW_SSH_V1), sizeof(ow_ssh_v1));
  probe.kv = host->service(host->h, str(OW_KV_V1), sizeof(ow_kv_v1));
  return &probe;
}

/* ---- parameters ---- */

static inline const char *param(ow_bytes json, const char *key, const char **end) {
  char quoted[72];
  int length = snprintf(quoted, sizeof quoted, "\"%s\"", key);
  *end = (const char *)json.p + json.n;
  for (const char *at = (const char *)json.p; at && at + length < *end; at++) {
    if (*at != '"' || memcmp(at, quoted, (size_t)length) != 0) continue;
    at += length;
    while (at < *end && *at == ' ') at++;
    if (at == *end || *at != ':') continue;
    for (at++; at < *end && *at == ' ';) at++;
    return at < *end ? at : NULL;
  }
  return NULL;
}

/* Also 1 for true. 0 if it is not there. */
static inline uint64_t param_number(ow_bytes json, const char *key) {
  const char *end, *at = param(json, key, &end);
  uint64_t value = 0;
  if (at && *at == 't') return 1;
  for (; at && at < end && *at >= '0' && *at <= '9'; at++) value = value * 10 + (uint64_t)(*at - '0');
  return value;
}

/* The characters between the quotes, escapes as they stand. Empty if it is not there. */
static inline ow_str param_string(ow_bytes json, const char *key) {
  const char *end, *at = param(json, key, &end);
  if (!at || *at != '"') return (ow_str){NULL, 0};
  const char *start = ++at;
  while (at < end && *at != '"') at++;
  return (ow_str){start, (uint64_t)(at - start)};
}

/* ---- JSON text ---- */

struct text { /* of fixed room; what does not fit is lost and sets full */
  char *bytes;
  uint64_t length, room;
  bool full;
};

static inline void text_raw(struct text *t, const void *bytes, uint64_t length) {
  if (length > t->room - t->length) {
    t->full = true;
    return;
  }
  if (length) memcpy(t->bytes + t->length, bytes, length);
  t->length += length;
}

static inline void text_add(struct text *t, const char *text) { text_raw(t, text, strlen(text)); }

static inline void text_number(struct text *t, int64_t value) {
  char digits[24];
  text_raw(t, digits, (uint64_t)snprintf(digits, sizeof digits, "%lld", (long long)value));
}

static inline void text_string(struct text *t, const void *bytes, uint64_t length) {
  const uint8_t *at = bytes;
  text_add(t, "\"");
  for (uint64_t i = 0; i < length; i++) {
    char escaped[8];
    if (at[i] == '"' || at[i] == '\\') {
      text_raw(t, (char[]){'\\', (char)at[i]}, 2);
    } else if (at[i] < 0x20 || at[i] > 0x7e) {
      text_raw(t, escaped, (uint64_t)snprintf(escaped, sizeof escaped, "\\u%04x", at[i]));
    } else {
      text_raw(t, at + i, 1);
    }
  }
  text_add(t, "\"");
}

static inline ow_bytes text_bytes(const struct text *t) { return (ow_bytes){(const uint8_t *)t->bytes, t->length}; }

/* ---- the rest of a plugin ---- */

static inline ow_rc give(struct probe *p, ow_call c, const char *json) {
  return p->core->result(p->h, c, OW_FMT_JSON, (ow_bytes){(const uint8_t *)json, strlen(json)});
}

static inline ow_rc plain_create(const ow_host *host, ow_bytes config, int32_t format, void **inst) {
  (void)config, (void)format;
  *inst = probe_start(host);
  return OW_OK;
}

static inline void plain_destroy(void *inst) { (void)inst; }

#define CONFORMANCE_DESCRIPTOR(ID)                                                                    \
  .struct_size = sizeof(ow_plugin), .abi_minor = OW_ABI_MINOR, .id = {ID, sizeof(ID) - 1}, .version = {"0.1.0", 5}

#define CONFORMANCE_PLUGIN(ID, CREATE, RUN)                                                           \
  OW_PLUGIN_NOTE(ID, "0.1.0", OW_LANG_C);                                                             \
  static const ow_plugin plugin = {                                                                   \
      CONFORMANCE_DESCRIPTOR(ID), .create = CREATE, .destroy = plain_destroy, .run = RUN};            \
  const ow_plugin *ow_plugin_v1(void) { return &plugin; }

#endif
