/* ow_types.h - the value types, codes and growth rules that every OpenWatch ABI header shares.
 *
 * C11 and C++17, LP64 little-endian only. Fixed-width types only: no enum, bool, bit-field, long, FILE, errno, struct
 * return or C++ type crosses the border. An enumeration is an integer whose unknown values mean "something newer".
 *
 * Tags used on every function of the ABI:
 *   [control]   called on one thread at a time per instance            [worker]  inside run(), up to max_concurrent at once
 *   [any]       any thread at any time                                  [call]    a thread inside a plugin function of that
 *                                                                                 call, or one the plugin owns while it is open
 *   [blocks]    may wait; bounded by the call's deadline and cancel     [quick]   never waits
 * Lifetime, without exception: what is passed in lives until the function returns; what a plugin hands to a service is
 * copied before the service returns; what a service hands out lives until the call ends, or until the point its
 * comment names. No memory changes owner, so nothing is ever freed across the border.
 */
#ifndef OW_TYPES_H
#define OW_TYPES_H

#include <stddef.h>
#include <stdint.h>

#define OW_ABI_MAJOR 1u /* part of the entry symbol's name: a plugin of another major cannot be called at all */
#define OW_ABI_MINOR 1u /* grows by additions only */

#define OW_API __attribute__((visibility("default")))

/* Growth rule: structs are only ever appended to. A field may be read only if the writer's struct_size covers it. */
#define OW_HAS(p, f) ((p) && (p)->struct_size >= offsetof(__typeof__(*(p)), f) + sizeof((p)->f))

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ow_str { /* UTF-8, not NUL-terminated; p may be NULL if n is 0 */
  const char *p;
  uint64_t n;
} ow_str;

typedef struct ow_bytes {
  const uint8_t *p;
  uint64_t n;
} ow_bytes;

/* Handles are checked by the host on each use. A stale, foreign or zero handle gives OW_E_ARG, never a crash. */
typedef uint64_t ow_call;   /* one invocation of run(), create(), configure() or health() */
typedef uint64_t ow_target; /* one managed machine; never an address */
typedef uint64_t ow_ssh;    /* one SSH session; closed by the host when the call ends */

typedef int32_t ow_rc; /* 0 = done, < 0 = OW_E_*, > 0 reserved */

enum {
  OW_OK = 0,
  OW_E_ARG = -1,          /* a handle, index or value is wrong */
  OW_E_UNSUPPORTED = -2,  /* this host or machine cannot do that */
  OW_E_DENIED = -3,       /* not granted by the manifest, or refused by policy */
  OW_E_CANCELLED = -4,
  OW_E_DEADLINE = -5,
  OW_E_LIMIT = -6,        /* a manifest or host limit is used up: final for this call */
  OW_E_AGAIN = -7,        /* back-pressure: wait, then try again */
  OW_E_NOTFOUND = -8,
  OW_E_STATE = -9,        /* not possible now, for example a version conflict */
  OW_E_NOMEM = -10,
  OW_E_IO = -11,
  OW_E_AUTH = -12,        /* the target refused every credential */
  OW_E_HOSTKEY = -13,     /* the target's host key is not the pinned one */
  OW_E_UNREACHABLE = -14, /* no connection to the target */
  OW_E_PROTOCOL = -15,    /* the target speaks something unexpected */
  OW_E_CONFIG = -16,
  OW_E_LICENSE = -17,
  OW_E_INTERNAL = -99
};

/* Payload formats. ABI 1.0 knows JSON alone (RFC 8259, UTF-8, no duplicate keys); CBOR is reserved for a later minor. */
enum { OW_FMT_JSON = 0, OW_FMT_CBOR = 1 };

enum { OW_LOG_TRACE = 0, OW_LOG_DEBUG = 1, OW_LOG_INFO = 2, OW_LOG_WARN = 3, OW_LOG_ERROR = 4 };

enum { OW_SEV_INFO = 0, OW_SEV_LOW = 1, OW_SEV_MEDIUM = 2, OW_SEV_HIGH = 3, OW_SEV_CRITICAL = 4 };

#ifdef __cplusplus
}
#define OW_ABI_ASSERT(condition, text) static_assert(condition, text)
#else
#define OW_ABI_ASSERT(condition, text) _Static_assert(condition, text)
#endif

OW_ABI_ASSERT(sizeof(void *) == 8 && sizeof(ow_str) == 16 && sizeof(ow_bytes) == 16, "LP64 only");

#endif
