/* services_secret.c - "ow.secret/1". */
#define _GNU_SOURCE 1
#include "requests.h"
#include "services.h"

#include <string.h>

#define HANDLE_MAX 256u /* longer than any that a host gives out */

/* The reply lies in the call's memory until the call ends, which may be long. */
static void forget(ow_bytes secret) {
  if (secret.n) explicit_bzero((void *)(uintptr_t)secret.p, (size_t)secret.n);
}

static ow_rc secret_reveal(void *h, ow_call c, ow_str handle, uint8_t *buffer, uint64_t capacity, uint64_t *length) {
  struct call *call = call_enter(h, c);
  if (!call) return OW_E_ARG;
  ow_rc rc = handle.p && handle.n > 0 && length && (buffer || capacity == 0) ? OW_OK : OW_E_ARG;
  if (rc == OW_OK) *length = 0;
  if (rc == OW_OK && handle.n > HANDLE_MAX) rc = OW_E_NOTFOUND;
  if (rc == OW_OK) {
    struct buffer body = request_begin(OW_WIRE_SECRET_REVEAL);
    buffer_str(&body, handle);
    buffer_u64(&body, capacity);
    struct cursor reply;
    rc = request_wait(call, &body, &reply, NULL, NULL);
    if (rc == OW_OK) {
      uint64_t size = cursor_u64(&reply);
      ow_bytes secret = cursor_bytes(&reply);
      request_check(&reply, "secret reveal");
      if (size > capacity || secret.n != size) {
        rc = OW_E_LIMIT;
      } else {
        memcpy(buffer, secret.p, (size_t)size);
      }
      *length = size;
      forget(secret);
    }
  }
  call_leave(call);
  return rc;
}

const ow_secret_v1 secret_service = {.struct_size = sizeof(ow_secret_v1), .reveal = secret_reveal};
