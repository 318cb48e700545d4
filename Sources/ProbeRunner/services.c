#define _GNU_SOURCE 1
#include "services.h"

#include "runner.h"

static const void *table(const void *service, uint32_t size, bool granted, uint32_t min_size) {
  return granted && min_size <= size ? service : NULL;
}

const void *services_find(void *h, ow_str id, uint32_t min_size) {
  if (h != &runner || !id.p) return NULL;
  if (str_equal(id, str_of(OW_CORE_V1))) return table(&core_service, sizeof core_service, true, min_size);
  if (str_equal(id, str_of(OW_SSH_V1))) return table(&ssh_service, sizeof ssh_service, runner.grants_ssh, min_size);
  if (str_equal(id, str_of(OW_KV_V1))) return table(&kv_service, sizeof kv_service, runner.grants_kv, min_size);
  if (str_equal(id, str_of(OW_SECRET_V1))) {
    return table(&secret_service, sizeof secret_service, runner.grants_secret, min_size);
  }
  return NULL;
}
