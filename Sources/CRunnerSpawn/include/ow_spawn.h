/* ow_spawn.h - starts and reaps one plugin runner: the few system calls that Swift cannot reach safely.
 *
 * Private to this product. Every function returns 0 or a negated errno value and never blocks, except that starting a
 * process waits until the new image has been loaded.
 */
#ifndef OW_SPAWN_H
#define OW_SPAWN_H

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

#define OW_SPAWN_WIRE_FD 3   /* the runner's end of the socket pair */
#define OW_SPAWN_PLUGIN_FD 4 /* the sealed copy of the plugin's shared object */
#define OW_SPAWN_REPORT_FD 5 /* the runner's end of the report pipe */

typedef struct ow_spawned {
  int32_t pid;
  int32_t pidfd;
  int32_t wire_fd; /* the host's end, non-blocking */
  int32_t log_fd;  /* read end of the runner's stderr, non-blocking */
  int32_t report_fd; /* read end of the report pipe, non-blocking */
} ow_spawned;

typedef struct ow_exit {
  int32_t code;   /* exit code, -1 if a signal ended it */
  int32_t signal; /* 0 if it exited */
} ow_exit;

/* Starts `path` with an empty environment, cwd /, default signals, /dev/null on 0 and 1, a pipe on 2, the wire on 3,
 * `plugin_fd` on 4, a pipe for reports on 5 and nothing else open. `memory_bytes` limits its private memory, 0 = no limit. The thread that calls
 * this must outlive the runner: its end is the parent's death to the runner. */
int ow_spawn_runner(const char *path, int plugin_fd, uint64_t memory_bytes, ow_spawned *out);

/* A sealed, executable, read-only in-memory file with these bytes. Returns the descriptor or a negated errno value. */
int ow_sealed_image(const void *bytes, size_t count, const char *name);

/* Collects the exit of the process behind pidfd. -EAGAIN while it runs. */
int ow_reap_runner(int pidfd, ow_exit *out);

/* Sends SIGKILL; harmless once the process is gone. */
int ow_kill_runner(int pidfd);

/* 1 if this process may start processes of other users and end them: it has CAP_SETUID, CAP_SETGID and CAP_KILL. */
int ow_may_switch_accounts(void);

/* A non-blocking, close-on-exec eventfd, or a negated errno value. */
int ow_wake_fd(void);

#endif
