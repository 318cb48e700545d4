#ifndef OPENWATCH_CPOSTGRES_SHIM_H
#define OPENWATCH_CPOSTGRES_SHIM_H

#include <fcntl.h>
#include <libpq-fe.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/file.h>

/* Glibc's eventfd flags are enumerators that Swift does not import as an int. */
static inline int ow_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

/* Swift sees struct flock under the function's name. Returns 0 when this process now holds the lock. */
static inline int ow_lock_file(int descriptor) { return flock(descriptor, LOCK_EX | LOCK_NB); }

static inline void ow_ignore_notice(void *context, const PGresult *result) {
    (void)context;
    (void)result;
}

/* libpq prints notices to stderr unless told otherwise. */
static inline void ow_discard_notices(PGconn *connection) {
    PQsetNoticeReceiver(connection, ow_ignore_notice, 0);
}

/* Declared by spawn.h only with _GNU_SOURCE; in glibc since 2.29 and 2.34. */
extern int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *, const char *);
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *, int);

/* POSIX_SPAWN_SETSID is declared only with _GNU_SOURCE: a session of its own keeps a terminal's Ctrl-C away. */
#define OW_SPAWN_FLAGS (POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | 0x80)

/* Starts a child with default signals, no inherited descriptors but stdin (null), stdout and stderr (`output`),
 * in its own session and in the root directory. Returns 0 or an errno value. */
static inline int ow_spawn(pid_t *pid, int output, const char *const arguments[], const char *const environment[]) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    int status = posix_spawn_file_actions_init(&actions);
    if (status != 0) return status;
    status = posix_spawnattr_init(&attributes);
    if (status != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return status;
    }
    sigemptyset(&none);
    sigfillset(&all);
    if ((status = posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)) == 0 &&
        (status = posix_spawn_file_actions_adddup2(&actions, output, 1)) == 0 &&
        (status = posix_spawn_file_actions_adddup2(&actions, output, 2)) == 0 &&
        (status = posix_spawn_file_actions_addclosefrom_np(&actions, 3)) == 0 &&
        (status = posix_spawn_file_actions_addchdir_np(&actions, "/")) == 0 &&
        (status = posix_spawnattr_setsigmask(&attributes, &none)) == 0 &&
        (status = posix_spawnattr_setsigdefault(&attributes, &all)) == 0 &&
        (status = posix_spawnattr_setflags(&attributes, OW_SPAWN_FLAGS)) == 0) {
        status = posix_spawn(pid, arguments[0], &actions, &attributes, (char *const *)arguments,
                             (char *const *)environment);
    }
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return status;
}

#endif
