#define _GNU_SOURCE 1
#include "signatures.h"

#include "ow_plugin.h"

#define CORE(field, result, arguments, flags) \
  {OW_CORE_V1, #field, offsetof(ow_core_v1, field), result, arguments, flags}
#define SSH(field, result, arguments, flags) {OW_SSH_V1, #field, offsetof(ow_ssh_v1, field), result, arguments, flags}
#define KV(field, result, arguments, flags) {OW_KV_V1, #field, offsetof(ow_kv_v1, field), result, arguments, flags}
#define SECRET(field, result, arguments, flags) \
  {OW_SECRET_V1, #field, offsetof(ow_secret_v1, field), result, arguments, flags}
#define PLUGIN(field, result, arguments) {"plugin", #field, offsetof(ow_plugin, field), result, arguments, 0}

const struct signature signatures[] = {
    {"", "service", offsetof(ow_host, service), 'p', "psu", 0},
    CORE(log, 'v', "pUis", SLOT_CALL | SLOT_ANYTIME),
    CORE(mono_ns, 'U', "p", 0),
    CORE(unix_ns, 'U', "p", 0),
    CORE(deadline_mono_ns, 'U', "pU", SLOT_CALL),
    CORE(cancelled, 'u', "pU", SLOT_CALL),
    CORE(wait, 'i', "pUU", SLOT_CALL | SLOT_FALLIBLE),
    CORE(emit, 'i', "pUpu", SLOT_CALL | SLOT_FALLIBLE),
    CORE(progress, 'i', "pUus", SLOT_CALL | SLOT_FALLIBLE),
    CORE(fail, 'i', "pUiss", SLOT_CALL | SLOT_FALLIBLE),
    CORE(result, 'i', "pUis", SLOT_CALL | SLOT_FALLIBLE),
    CORE(scratch, 'p', "pUUU", SLOT_CALL | SLOT_FALLIBLE),
    SSH(open, 'i', "pUUpp", SLOT_CALL | SLOT_FALLIBLE | SLOT_OUT),
    SSH(info, 'i', "pUUp", SLOT_CALL | SLOT_SESSION | SLOT_FAILED | SLOT_FALLIBLE),
    SSH(exec, 'i', "pUUpp", SLOT_CALL | SLOT_SESSION | SLOT_FALLIBLE),
    SSH(exec_stream, 'i', "pUUpppp", SLOT_CALL | SLOT_SESSION | SLOT_FALLIBLE),
    SSH(read_file, 'i', "pUUsUp", SLOT_CALL | SLOT_SESSION | SLOT_FALLIBLE),
    SSH(collect, 'i', "pUUpp", SLOT_CALL | SLOT_SESSION | SLOT_FALLIBLE),
    SSH(close, 'i', "pUU", SLOT_CALL | SLOT_SESSION | SLOT_FAILED),
    KV(get, 'i', "pUspp", SLOT_CALL | SLOT_FALLIBLE),
    KV(put, 'i', "pUssUU", SLOT_CALL | SLOT_FALLIBLE),
    SECRET(reveal, 'i', "pUspUp", SLOT_CALL | SLOT_FALLIBLE | SLOT_OUT),
    PLUGIN(create, 'i', "psip"),
    PLUGIN(destroy, 'v', "p"),
    PLUGIN(configure, 'i', "psi"),
    PLUGIN(run, 'i', "pUp"),
    PLUGIN(cancel, 'v', "pU"),
    PLUGIN(health, 'i', "pU"),
    PLUGIN(extension, 'p', "psu"),
};
const uint32_t signature_count = sizeof signatures / sizeof *signatures;

ffi_type *type_of(char letter) {
  static ffi_type *members[] = {&ffi_type_pointer, &ffi_type_uint64, NULL};
  static ffi_type text = {.type = FFI_TYPE_STRUCT, .elements = members};
  switch (letter) {
    case 'v': return &ffi_type_void;
    case 'i': return &ffi_type_sint32;
    case 'u': return &ffi_type_uint32;
    case 'U': return &ffi_type_uint64;
    case 's': return &text;
    default: return &ffi_type_pointer;
  }
}
