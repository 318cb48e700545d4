#include "shim.h"

#include "_cgo_export.h"

static ow_str text(uint8_t *p, uint64_t n) {
  const ow_str s = {(const char *)p, n};
  return s;
}

static ow_bytes bytes(uint8_t *p, uint64_t n) {
  const ow_bytes b = {p, n};
  return b;
}

ow_rc shim_open(ow_kit *kit, ow_call c, ow_request *request, ow_ssh *session) {
  return ow_open(kit, c, request, session);
}

ow_rc shim_execute(ow_kit *kit, ow_call c, ow_ssh session, char *id, ow_str *args, uint32_t nargs, ow_ssh_result *answer) {
  return ow_execute(kit, c, session, id, args, nargs, answer);
}

void shim_close(ow_kit *kit, ow_call c, ow_ssh session) { kit->ssh->close(kit->h, c, session); }

ow_rc shim_emit(ow_kit *kit, ow_call c, uint32_t type, uint32_t severity, uint8_t *subject, uint64_t subject_n,
                uint8_t *message, uint64_t message_n, uint8_t *attributes, uint64_t attributes_n) {
  return ow_emit(kit, c, type, severity, text(subject, subject_n), text(message, message_n),
                 bytes(attributes, attributes_n));
}

ow_rc shim_result(ow_kit *kit, ow_call c, uint8_t *body, uint64_t n) {
  return kit->core->result(kit->h, c, OW_FMT_JSON, bytes(body, n));
}

void shim_fail(ow_kit *kit, ow_call c, ow_rc code, uint8_t *message, uint64_t n) {
  kit->core->fail(kit->h, c, code, text(message, n), bytes(NULL, 0));
}

uint32_t shim_cancelled(ow_kit *kit, ow_call c) { return kit->core->cancelled(kit->h, c); }

ow_str *shim_texts(uint32_t count) { return calloc(count + 1u, sizeof(ow_str)); }

void shim_set_text(ow_str *texts, uint32_t index, char *p, uint64_t n) { texts[index] = text((uint8_t *)p, n); }

static ow_rc create(const ow_host *host, ow_bytes configuration, int32_t format, void **inst) {
  (void)configuration, (void)format;
  ow_kit *kit = malloc(sizeof *kit);
  if (!kit) return OW_E_NOMEM;
  const ow_rc rc = ow_kit_init(kit, host, OW_NEED_SSH);
  if (rc != OW_OK) {
    free(kit);
    return rc;
  }
  *inst = kit;
  return OW_OK;
}

static void destroy(void *inst) { free(inst); }

static ow_rc run(void *inst, ow_call c, const ow_request *request) { return owRun(inst, c, (ow_request *)request); }

OW_PLUGIN("@ID@", "0.1.0", OW_LANG_GO, create, destroy, run);
