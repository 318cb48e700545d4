/* services.h - the tables a plugin gets from ow_host.service(). */
#ifndef SERVICES_H
#define SERVICES_H

#include "ow_plugin.h"

extern const ow_core_v1 core_service;
extern const ow_ssh_v1 ssh_service;
extern const ow_kv_v1 kv_service;
extern const ow_secret_v1 secret_service;

const void *services_find(void *h, ow_str id, uint32_t min_size);

#endif
