/* ow_clean_process.h - starts a program that inherits nothing but the descriptors it is given.
 *
 * Private to this product.
 */
#ifndef OW_CLEAN_PROCESS_H
#define OW_CLEAN_PROCESS_H

#include <stddef.h>
#include <sys/types.h>

/* Descriptors handed to the child are first moved here or above, so that no copy overwrites another. */
#define OW_CLEAN_LOWEST_SOURCE_FD 16

/* Starts `path` as the leader of a process group of its own: an empty environment, cwd /, default signals, /dev/null on
 * 0 and 1, copies of `fds` on 2 and up, nothing else open. Returns 0 or a negated errno value. */
int ow_spawn_clean(const char *path, char *const arguments[], const int *fds, size_t count, pid_t *pid);

#endif
