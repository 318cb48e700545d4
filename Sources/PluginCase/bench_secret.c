/* bench_secret.c - "ow.secret/1": the secrets that the sample configurations have handles for. */
#define _GNU_SOURCE 1
#include "bench.h"

#include <string.h>

static const struct secret *find(ow_str handle) {
  if (bench.secrets_unknown) return NULL;
  for (uint32_t i = 0; i < facts.secret_count; i++) {
    if (same(facts.secrets[i].handle, handle)) return &facts.secrets[i];
  }
  return NULL;
}

static ow_rc secret_reveal(void *h, ow_call c, ow_str handle, uint8_t *buffer, uint64_t capacity, uint64_t *length) {
  (void)h;
  struct call *call = call_of(c);
  if (!call || !handle.p || handle.n == 0 || !length || (!buffer && capacity)) return OW_E_ARG;
  *length = 0;
  const struct secret *secret = find(handle);
  if (!secret) return OW_E_NOTFOUND;
  *length = bench.secrets_long ? OW_SECRET_MAX : secret->value.n;
  if (capacity < *length) return OW_E_LIMIT;
  if (bench.secrets_long) {
    memset(buffer, 'x', *length);
  } else {
    memcpy(buffer, secret->value.p, *length);
  }
  return OW_OK;
}

const ow_secret_v1 bench_secret = {.struct_size = sizeof(ow_secret_v1), .reveal = secret_reveal};
