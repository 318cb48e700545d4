/* sandbox_names.h - system calls that are refused, by name, for the host's log and the audit trail. */
#ifndef SANDBOX_NAMES_H
#define SANDBOX_NAMES_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/syscall.h>

/* Nobody's call but the handler's, see sandbox_trap.c. */
#define SANDBOX_ENDING_CALL SYS_reboot

/* NULL if it has no name here. Async-signal-safe. */
const char *sandbox_call_name(uint32_t number);
/* Calls that no honest plugin makes: the process ends. */
bool sandbox_call_is_hostile(uint32_t number);

#endif
