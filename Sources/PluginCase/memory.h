/* memory.h - the process's allocator, so that what a plugin takes can be counted and refused.
 *
 * The executable's malloc() stands before libc's for every shared object in the process.
 */
#ifndef MEMORY_H
#define MEMORY_H

#include <stdbool.h>
#include <stdint.h>

/* The calling thread goes into the plugin, or back; both return or take how deep it was before. */
void memory_enter_plugin(uint32_t depth);
uint32_t memory_leave_plugin(void);
bool memory_in_plugin(void);
/* Finds out where the loader lies, whose own allocations are never refused: it ends the process then. */
void memory_prepare(void);

int64_t memory_live_bytes(void);
int64_t memory_live_blocks(void);
/* Allocations made by plugin code since the last reset. */
uint64_t memory_plugin_allocations(void);
void memory_reset_plugin_allocations(void);
/* The n-th allocation of plugin code from now on fails, or all from the n-th on. -1 = none. */
void memory_fail(int64_t n, bool from_there_on);
/* How many have been refused since memory_fail(). */
uint64_t memory_refused(void);

#endif
