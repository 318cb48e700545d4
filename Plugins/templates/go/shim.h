/* The C half of the border: Go can neither call a function pointer nor place an ELF note. */
#ifndef SHIM_H
#define SHIM_H

#include <stdlib.h>

#include "kit/ow_kit.h"

ow_rc shim_open(ow_kit *kit, ow_call c, ow_request *request, ow_ssh *session);
ow_rc shim_execute(ow_kit *kit, ow_call c, ow_ssh session, char *id, ow_str *args, uint32_t nargs, ow_ssh_result *answer);
void shim_close(ow_kit *kit, ow_call c, ow_ssh session);
ow_rc shim_emit(ow_kit *kit, ow_call c, uint32_t type, uint32_t severity, uint8_t *subject, uint64_t subject_n,
                uint8_t *message, uint64_t message_n, uint8_t *attributes, uint64_t attributes_n);
ow_rc shim_result(ow_kit *kit, ow_call c, uint8_t *body, uint64_t n);
void shim_fail(ow_kit *kit, ow_call c, ow_rc code, uint8_t *message, uint64_t n);
uint32_t shim_cancelled(ow_kit *kit, ow_call c);
ow_str *shim_texts(uint32_t count);
void shim_set_text(ow_str *texts, uint32_t index, char *text, uint64_t n);

#endif
