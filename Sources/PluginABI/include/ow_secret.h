/* ow_secret.h - service "ow.secret/1": the secrets of the plugin's own configuration. Since ABI 1.1.
 *
 * A field that the manifest lists in config.secret_fields never reaches create() or configure() as it is: in its place
 * stands a text, the handle. The handle works for this plugin, in this runner and as long as that configuration is in
 * force; it may be logged, it says nothing. Needs "ow.secret/1" among the manifest's services.
 */
#ifndef OW_SECRET_H
#define OW_SECRET_H

#include "ow_types.h"

#ifdef __cplusplus
extern "C" {
#endif

#define OW_SECRET_V1 "ow.secret/1"

#define OW_SECRET_MAX 65536u /* bytes of a secret */

typedef struct ow_secret_v1 {
  uint32_t struct_size;
  uint32_t reserved;

  /* [call] [blocks] Copies the secret into buffer and sets *length to its size. OW_E_LIMIT: it has *length bytes and
   * the buffer only capacity, nothing was copied; or too many reveals in this call, *length is 0. OW_E_NOTFOUND: no
   * handle of the configuration in force. The host puts on record that the plugin has seen the secret. Ask in the call
   * that needs it, and overwrite the buffer when it is done: a result or event with the secret in it fails the call. */
  ow_rc (*reveal)(void *h, ow_call c, ow_str handle, uint8_t *buffer, uint64_t capacity, uint64_t *length);
} ow_secret_v1;

/* Overwrites a secret that is not needed any more; the compiler does not leave it out. */
static inline void ow_forget(void *secret, uint64_t size) {
  volatile uint8_t *bytes = (volatile uint8_t *)secret;
  for (uint64_t i = 0; i < size; i++) bytes[i] = 0;
}

#ifdef __cplusplus
}
#endif

OW_ABI_ASSERT(sizeof(ow_secret_v1) == 16 && offsetof(ow_secret_v1, reveal) == 8, "ABI 1.1 is frozen");

#endif
