/* report.h - what the sandbox and the crash handlers tell the host, over a pipe of their own.
 *
 * Records of one fixed size, so that a write is atomic and no half-sent frame of the socket can garble it. The plugin
 * shares the process and can write to the pipe too: all it can do with it is accuse itself.
 */
#ifndef REPORT_H
#define REPORT_H

#include <stdint.h>

/* Takes the pipe into use if the host gave one. Before any other file is opened. */
void report_prepare(void);
/* -1 if there is none. */
int report_fd(void);

/* Async-signal-safe, never blocks; a record that the pipe does not take is lost. */
void report_denied(uint32_t syscall_number, const char *name, uint64_t count, int is_fatal);
void report_crash(uint32_t signal, uint64_t fault_address, uint64_t offset, int is_in_plugin);

#endif
