/* ow_kv.h - service "ow.kv/1": small durable values of a plugin, one name space per target.
 *
 * Needs "ow.kv/1" among the manifest's services. A value outlives restarts and upgrades of the plugin.
 */
#ifndef OW_KV_H
#define OW_KV_H

#include "ow_types.h"

#ifdef __cplusplus
extern "C" {
#endif

#define OW_KV_V1 "ow.kv/1"

#define OW_KV_ANY UINT64_MAX /* put: whatever version is there */

typedef struct ow_kv_v1 {
  uint32_t struct_size;
  uint32_t reserved;

  /* [call] [blocks] key: 1..128 bytes. OW_E_NOTFOUND if absent or expired. The value lives until the call ends. */
  ow_rc (*get)(void *h, ow_call c, ow_str key, ow_bytes *value, uint64_t *version);

  /* [call] [blocks] value: at most 256 KiB; an empty one deletes. expect: the version that must be there, 0 = none may
   * be there, OW_KV_ANY = no check. OW_E_STATE if another version is there. ttl_ns: 0 = for ever. */
  ow_rc (*put)(void *h, ow_call c, ow_str key, ow_bytes value, uint64_t expect, uint64_t ttl_ns);
} ow_kv_v1;

#ifdef __cplusplus
}
#endif

OW_ABI_ASSERT(sizeof(ow_kv_v1) == 24, "ABI 1.0 is frozen");

#endif
