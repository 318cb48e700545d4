/* Reads kernel.randomize_va_space of a host and reports when address space randomisation is not fully on. */
#include <stdio.h>
#include <stdlib.h>

#include "ow_plugin.h"

#define ID "com.example.sysctl"
#define VERSION "0.1.0"
#define TEXT(literal) ((ow_str){(literal), sizeof(literal) - 1})

typedef struct probe {
  void *h; /* first argument of every service function */
  const ow_core_v1 *core;
  const ow_ssh_v1 *ssh;
} probe;

static ow_rc create(const ow_host *host, ow_bytes config, int32_t format, void **out) {
  (void)config, (void)format;
  probe *self = malloc(sizeof *self);
  if (!self) return OW_E_NOMEM;
  self->h = host->h;
  self->core = host->service(host->h, TEXT(OW_CORE_V1), sizeof(ow_core_v1));
  self->ssh = host->service(host->h, TEXT(OW_SSH_V1), sizeof(ow_ssh_v1));
  if (!self->core || !self->ssh) {
    free(self);
    return OW_E_UNSUPPORTED;
  }
  *out = self;
  return OW_OK;
}

static void destroy(void *inst) { free(inst); }

static ow_rc run(void *inst, ow_call c, const ow_request *request) {
  const probe *self = inst;
  if (request->probe != 0) return OW_E_ARG;

  ow_ssh session = 0;
  const ow_ssh_open options = {.struct_size = sizeof options};
  ow_rc rc = self->ssh->open(self->h, c, request->target, &options, &session);
  if (rc != OW_OK) return rc; /* the host knows why and tells the operator */

  ow_ssh_result answer = {.struct_size = sizeof answer};
  const ow_ssh_exec question = {.struct_size = sizeof question, .command_id = TEXT("aslr")};
  rc = self->ssh->exec(self->h, c, session, &question, &answer);
  if (rc != OW_OK) return rc;

  if (answer.exit_code != 0 || answer.out.n == 0 || answer.out.p[0] < '0' || answer.out.p[0] > '2') {
    self->core->fail(self->h, c, OW_E_PROTOCOL, TEXT("kernel.randomize_va_space is not 0, 1 or 2"), (ow_bytes){0});
    return OW_E_PROTOCOL;
  }

  char json[64];
  const int length = snprintf(json, sizeof json, "{\"randomize_va_space\":%c}", answer.out.p[0]);
  const ow_bytes body = {(const uint8_t *)json, (uint64_t)length};
  if (answer.out.p[0] != '2') {
    const ow_event event = {
        .struct_size = sizeof event,
        .type = 0, /* the first [[event]] of the manifest */
        .severity = OW_SEV_MEDIUM,
        .format = OW_FMT_JSON,
        .subject = TEXT("sysctl:kernel.randomize_va_space"),
        .message = TEXT("Address space randomisation is not fully on."),
        .attributes = body,
    };
    rc = self->core->emit(self->h, c, &event, 1);
    if (rc != OW_OK) return rc;
  }
  return self->core->result(self->h, c, OW_FMT_JSON, body);
}

static const ow_plugin plugin = {
    .struct_size = sizeof plugin,
    .abi_minor = OW_ABI_MINOR,
    .min_host_minor = 0,
    .id = {ID, sizeof ID - 1},
    .version = {VERSION, sizeof VERSION - 1},
    .create = create,
    .destroy = destroy,
    .run = run,
};

const ow_plugin *ow_plugin_v1(void) { return &plugin; }

OW_PLUGIN_NOTE(ID, VERSION, OW_LANG_C);
