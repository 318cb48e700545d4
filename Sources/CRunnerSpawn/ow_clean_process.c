#define _GNU_SOURCE
#include "ow_clean_process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>

#define FIRST_FD 2

int ow_spawn_clean(const char *path, char *const arguments[], const int *fds, size_t count, pid_t *pid) {
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
  rc = posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  if (rc == 0) rc = posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  for (size_t i = 0; rc == 0 && i < count; i++) {
    rc = posix_spawn_file_actions_adddup2(&actions, fds[i], FIRST_FD + (int)i);
  }
  if (rc == 0) rc = posix_spawn_file_actions_addclosefrom_np(&actions, FIRST_FD + (int)count);
  if (rc == 0) rc = posix_spawn_file_actions_addchdir_np(&actions, "/");
  if (rc == 0) rc = posix_spawnattr_setsigdefault(&attributes, &all);
  if (rc == 0) rc = posix_spawnattr_setsigmask(&attributes, &none);
  if (rc == 0) rc = posix_spawnattr_setpgroup(&attributes, 0);
  if (rc == 0) {
    rc = posix_spawnattr_setflags(&attributes,
                                  POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
  }
  char *const environment[] = {NULL};
  if (rc == 0) rc = posix_spawn(pid, path, &actions, &attributes, arguments, environment);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return -rc;
}
