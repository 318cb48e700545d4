/* ow_core.h - service "ow.core/1": logging, time, cancellation, events and the result. Present for every plugin.
 *
 * The first argument h of each function is ow_host.h. c is the call the work belongs to.
 */
#ifndef OW_CORE_H
#define OW_CORE_H

#include "ow_types.h"

#ifdef __cplusplus
extern "C" {
#endif

#define OW_CORE_V1 "ow.core/1"

typedef struct ow_event {
  uint32_t struct_size;
  uint32_t type;      /* index into the manifest's [[event]] list; anything else gives OW_E_DENIED */
  uint32_t severity;  /* OW_SEV_* */
  uint32_t format;    /* of attributes: OW_FMT_JSON */
  uint64_t unix_ns;   /* when it happened; 0 = the host stamps it */
  ow_str subject;     /* what the event is about, stable between runs: "user:deploy"; at most 512 bytes */
  ow_str message;     /* one human sentence, may be empty; at most 4 KiB */
  ow_bytes attributes; /* a JSON object valid against the manifest's schema, at most 64 KiB; empty = {} */
} ow_event;

typedef struct ow_core_v1 {
  uint32_t struct_size;
  uint32_t reserved;

  /* [any] [quick] Adds a line to the plugin's log. c may be 0. Long text is cut at 4 KiB; floods are counted and dropped. */
  void (*log)(void *h, ow_call c, int32_t level, ow_str message);

  /* [any] [quick] CLOCK_MONOTONIC and Unix time, nanoseconds. */
  uint64_t (*mono_ns)(void *h);
  uint64_t (*unix_ns)(void *h);

  /* [call] [quick] The monotonic time at which the call is cut off; 0 = none or unknown call. */
  uint64_t (*deadline_mono_ns)(void *h, ow_call c);

  /* [call] [quick] Not 0 once the call is cancelled or past its deadline. One atomic load: poll it freely. */
  uint32_t (*cancelled)(void *h, ow_call c);

  /* [call] [blocks] Sleeps. OW_OK after ns, or at once OW_E_CANCELLED, OW_E_DEADLINE. */
  ow_rc (*wait)(void *h, ow_call c, uint64_t ns);

  /* [call] [quick] Hands over n events, all or none. Copied. Published only if the call ends with OW_OK and its result
   * is accepted. OW_E_AGAIN: the host is behind, call wait() and repeat. OW_E_LIMIT: the manifest's max_per_call is
   * reached. OW_E_DENIED: a type the manifest does not declare. */
  ow_rc (*emit)(void *h, ow_call c, const ow_event *events, uint32_t n);

  /* [call] [quick] done = 0..10000 basis points; stage is a short word. Only the newest report is kept. */
  ow_rc (*progress)(void *h, ow_call c, uint32_t done, ow_str stage);

  /* [call] [quick] Explains a failure: message at most 4 KiB, detail a JSON object or empty. The last one counts. */
  ow_rc (*fail)(void *h, ow_call c, ow_rc code, ow_str message, ow_bytes detail);

  /* [call] [quick] The call's result, once, at most 8 MiB, valid against the manifest's schema. Copied. */
  ow_rc (*result)(void *h, ow_call c, int32_t format, ow_bytes body);

  /* [call] [quick] Memory that lives until the call ends. align is a power of two. NULL when the arena is used up. */
  void *(*scratch)(void *h, ow_call c, uint64_t n, uint64_t align);
} ow_core_v1;

#ifdef __cplusplus
}
#endif

OW_ABI_ASSERT(sizeof(ow_event) == 72 && offsetof(ow_event, attributes) == 56, "ABI 1.0 is frozen");
OW_ABI_ASSERT(sizeof(ow_core_v1) == 96 && offsetof(ow_core_v1, emit) == 56, "ABI 1.0 is frozen");

#endif
