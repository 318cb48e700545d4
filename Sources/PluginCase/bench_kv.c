/* bench_kv.c - "ow.kv/1", in memory, one name space per target. */
#define _GNU_SOURCE 1
#include "bench.h"

#include <stdlib.h>
#include <string.h>

#define VALUES_MAX 256u

struct value {
  ow_target target;
  ow_str key;
  uint8_t *bytes;
  uint64_t length, version;
};

static struct value values[VALUES_MAX];
static uint32_t value_count;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static struct value *find(ow_target target, ow_str key) {
  for (uint32_t i = 0; i < value_count; i++) {
    if (values[i].target == target && values[i].bytes && same(values[i].key, key)) return &values[i];
  }
  return NULL;
}

static bool key_good(ow_str key) {
  if (key.p && key.n >= 1 && key.n <= 128) return true;
  report_fault("a key of ow.kv/1 has %llu bytes; 1 to 128 are allowed", (unsigned long long)key.n);
  return false;
}

static ow_rc kv_get(void *h, ow_call c, ow_str key, ow_bytes *value, uint64_t *version) {
  (void)h;
  struct call *call = call_of(c);
  if (!call || !value || !key_good(key)) return OW_E_ARG;
  *value = (ow_bytes){0};
  pthread_mutex_lock(&lock);
  struct value *found = find(call->target, key);
  uint64_t length = found ? found->length : 0, at = found ? found->version : 0;
  uint8_t *copy = found ? call_memory(call, length, 1) : NULL;
  if (copy) memcpy(copy, found->bytes, length);
  pthread_mutex_unlock(&lock);
  if (!found) return OW_E_NOTFOUND;
  if (!copy) return OW_E_NOMEM;
  *value = (ow_bytes){copy, length};
  if (version) *version = at;
  return OW_OK;
}

static ow_rc kv_put(void *h, ow_call c, ow_str key, ow_bytes value, uint64_t expect, uint64_t ttl_ns) {
  (void)h, (void)ttl_ns;
  struct call *call = call_of(c);
  if (!call || !key_good(key) || (value.n && !value.p)) return OW_E_ARG;
  if (value.n > 256 * 1024) return OW_E_LIMIT;
  ow_rc rc = OW_OK;
  pthread_mutex_lock(&lock);
  struct value *found = find(call->target, key);
  if (expect != OW_KV_ANY && expect != (found ? found->version : 0)) {
    rc = OW_E_STATE;
  } else if (value.n == 0) {
    if (found) free(found->bytes);
    if (found) found->bytes = NULL;
  } else {
    for (uint32_t i = 0; !found && i < value_count; i++) {
      if (!values[i].bytes) found = &values[i];
    }
    if (!found && value_count < VALUES_MAX) found = &values[value_count++];
    uint8_t *bytes = found ? malloc(value.n) : NULL;
    char *name = bytes ? malloc(key.n) : NULL;
    if (!found || !bytes || !name) {
      free(bytes);
      rc = found ? OW_E_NOMEM : OW_E_LIMIT;
    } else {
      memcpy(bytes, value.p, value.n);
      memcpy(name, key.p, key.n);
      free(found->bytes);
      free((void *)(uintptr_t)found->key.p);
      *found = (struct value){call->target, {name, key.n}, bytes, value.n, atomic_fetch_add(&bench.kv_version, 1) + 1};
    }
  }
  pthread_mutex_unlock(&lock);
  return rc;
}

void kv_clear(void) {
  pthread_mutex_lock(&lock);
  for (uint32_t i = 0; i < value_count; i++) {
    free(values[i].bytes);
    free((void *)(uintptr_t)values[i].key.p);
    values[i] = (struct value){0};
  }
  value_count = 0;
  pthread_mutex_unlock(&lock);
}

const ow_kv_v1 bench_kv = {.struct_size = sizeof(ow_kv_v1), .get = kv_get, .put = kv_put};
