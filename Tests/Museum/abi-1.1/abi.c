/* abi.c - names every type of the ABI, so that its debug information describes all of them. */
#include "ow_plugin.h"

#define EACH(TYPE) \
  OW_API void use_##TYPE(TYPE *); \
  void use_##TYPE(TYPE *value) { (void)value; }

EACH(ow_str)
EACH(ow_bytes)
EACH(ow_event)
EACH(ow_core_v1)
EACH(ow_kv_v1)
EACH(ow_ssh_open)
EACH(ow_ssh_info)
EACH(ow_ssh_exec)
EACH(ow_ssh_result)
EACH(ow_ssh_collect)
EACH(ow_ssh_section)
EACH(ow_ssh_sections)
EACH(ow_ssh_v1)
EACH(ow_host)
EACH(ow_request)
EACH(ow_plugin)
EACH(ow_note)
EACH(ow_secret_v1)
