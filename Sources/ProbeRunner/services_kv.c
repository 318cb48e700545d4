/* services_kv.c - "ow.kv/1". */
#define _GNU_SOURCE 1
#include "requests.h"
#include "services.h"

#define KEY_MAX 128u
#define VALUE_MAX (256u * 1024u)

static bool key_good(ow_str key) { return key.p && key.n >= 1 && key.n <= KEY_MAX; }

static ow_rc kv_get(void *h, ow_call c, ow_str key, ow_bytes *value, uint64_t *version) {
  struct call *call = call_enter(h, c);
  if (!call) return OW_E_ARG;
  ow_rc rc = key_good(key) && value ? OW_OK : OW_E_ARG;
  if (rc == OW_OK) {
    *value = (ow_bytes){0};
    struct buffer body = request_begin(OW_WIRE_KV_GET);
    buffer_str(&body, key);
    struct cursor reply;
    rc = request_wait(call, &body, &reply, NULL, NULL);
    if (rc == OW_OK) {
      uint64_t at = cursor_u64(&reply);
      *value = cursor_bytes(&reply);
      request_check(&reply, "kv get");
      if (version) *version = at;
    }
  }
  call_leave(call);
  return rc;
}

static ow_rc kv_put(void *h, ow_call c, ow_str key, ow_bytes value, uint64_t expect, uint64_t ttl_ns) {
  struct call *call = call_enter(h, c);
  if (!call) return OW_E_ARG;
  ow_rc rc = key_good(key) && (value.p || value.n == 0) ? OW_OK : OW_E_ARG;
  if (rc == OW_OK && value.n > VALUE_MAX) rc = OW_E_LIMIT;
  if (rc == OW_OK) {
    struct buffer body = request_begin(OW_WIRE_KV_PUT);
    buffer_str(&body, key);
    buffer_bytes(&body, value.p, value.n);
    buffer_u64(&body, expect);
    buffer_u64(&body, ttl_ns);
    struct cursor reply;
    rc = request_wait(call, &body, &reply, NULL, NULL);
    if (rc == OW_OK) request_check(&reply, "kv put");
  }
  call_leave(call);
  return rc;
}

const ow_kv_v1 kv_service = {.struct_size = sizeof(ow_kv_v1), .get = kv_get, .put = kv_put};
