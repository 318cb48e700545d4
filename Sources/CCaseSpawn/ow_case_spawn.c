#define _GNU_SOURCE
#include "ow_case_spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

/* The ends that the child gets are moved up first, so that no copy overwrites another. */
#define LOWEST_SOURCE_FD 16

static int make_pipe(int ends[2]) {
  if (pipe2(ends, O_CLOEXEC) < 0) return -errno;
  int high = fcntl(ends[1], F_DUPFD_CLOEXEC, LOWEST_SOURCE_FD);
  int error = errno;
  close(ends[1]);
  if (high < 0) {
    close(ends[0]);
    return -error;
  }
  ends[1] = high;
  return 0;
}

static int start(const char *path, char *const arguments[], int report, int errors, pid_t *pid) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  int rc = posix_spawn_file_actions_init(&actions);
  if (rc != 0) return -rc;
  rc = posix_spawnattr_init(&attributes);
  if (rc != 0) {
    posix_spawn_file_actions_destroy(&actions);
    return -rc;
  }
  sigset_t all, none;
  sigfillset(&all);
  sigemptyset(&none);
  if (rc == 0) rc = posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  if (rc == 0) rc = posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  if (rc == 0) rc = posix_spawn_file_actions_adddup2(&actions, errors, 2);
  if (rc == 0) rc = posix_spawn_file_actions_adddup2(&actions, report, OW_CASE_REPORT_FD);
  if (rc == 0) rc = posix_spawn_file_actions_addclosefrom_np(&actions, OW_CASE_REPORT_FD + 1);
  if (rc == 0) rc = posix_spawn_file_actions_addchdir_np(&actions, "/");
  if (rc == 0) rc = posix_spawnattr_setsigdefault(&attributes, &all);
  if (rc == 0) rc = posix_spawnattr_setsigmask(&attributes, &none);
  if (rc == 0) rc = posix_spawnattr_setpgroup(&attributes, 0);
  if (rc == 0) {
    rc = posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
  }
  char *const environment[] = {NULL};
  if (rc == 0) rc = posix_spawn(pid, path, &actions, &attributes, arguments, environment);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return -rc;
}

int ow_spawn_case(const char *path, char *const arguments[], ow_case_process *out) {
  int report[2], errors[2];
  int rc = make_pipe(report);
  if (rc != 0) return rc;
  rc = make_pipe(errors);
  if (rc != 0) {
    close(report[0]);
    close(report[1]);
    return rc;
  }
  pid_t pid = 0;
  rc = start(path, arguments, report[1], errors[1], &pid);
  close(report[1]);
  close(errors[1]);
  if (rc != 0) {
    close(report[0]);
    close(errors[0]);
    return rc;
  }
  *out = (ow_case_process){pid, report[0], errors[0]};
  return 0;
}
