#define _GNU_SOURCE
#include "ow_spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef MFD_EXEC
#define MFD_EXEC 0x0010U
#endif
#ifndef P_PIDFD
#define P_PIDFD 3
#endif

/* Descriptors handed to the child are first moved out of the range they are copied to, so no copy overwrites another. */
#define LOWEST_SOURCE_FD 16

static int moved_up(int fd) {
  int high = fcntl(fd, F_DUPFD_CLOEXEC, LOWEST_SOURCE_FD);
  int error = errno;
  close(fd);
  return high < 0 ? -error : high;
}

static int set_nonblocking(int fd) {
  int flags = fcntl(fd, F_GETFL);
  return flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0 ? -errno : 0;
}

static int spawn_with(const char *path, int plugin_fd, int wire_fd, int log_fd, pid_t *pid) {
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
  if (rc == 0) rc = posix_spawn_file_actions_adddup2(&actions, log_fd, 2);
  if (rc == 0) rc = posix_spawn_file_actions_adddup2(&actions, wire_fd, OW_SPAWN_WIRE_FD);
  if (rc == 0) rc = posix_spawn_file_actions_adddup2(&actions, plugin_fd, OW_SPAWN_PLUGIN_FD);
  if (rc == 0) rc = posix_spawn_file_actions_addclosefrom_np(&actions, OW_SPAWN_PLUGIN_FD + 1);
  if (rc == 0) rc = posix_spawn_file_actions_addchdir_np(&actions, "/");
  if (rc == 0) rc = posix_spawnattr_setsigdefault(&attributes, &all);
  if (rc == 0) rc = posix_spawnattr_setsigmask(&attributes, &none);
  if (rc == 0) rc = posix_spawnattr_setpgroup(&attributes, 0);
  if (rc == 0) {
    rc = posix_spawnattr_setflags(&attributes,
                                  POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
  }
  if (rc == 0) {
    char *const arguments[] = {(char *)"openwatch-probe-runner", NULL};
    char *const environment[] = {NULL};
    rc = posix_spawn(pid, path, &actions, &attributes, arguments, environment);
  }
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return -rc;
}

static void limit(pid_t pid, int resource, uint64_t value) {
  struct rlimit wanted = {value, value};
  (void)prlimit(pid, resource, &wanted, NULL);
}

int ow_spawn_runner(const char *path, int plugin_fd, uint64_t memory_bytes, ow_spawned *out) {
  int wire[2], log[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, wire) < 0) return -errno;
  if (pipe2(log, O_CLOEXEC) < 0) {
    int error = errno;
    close(wire[0]);
    close(wire[1]);
    return -error;
  }
  int rc = 0;
  pid_t pid = 0;
  int wire_child = moved_up(wire[1]);
  int log_child = moved_up(log[1]);
  int plugin_child = fcntl(plugin_fd, F_DUPFD_CLOEXEC, LOWEST_SOURCE_FD);
  if (plugin_child < 0) plugin_child = -errno;
  if (wire_child < 0) rc = wire_child;
  else if (log_child < 0) rc = log_child;
  else if (plugin_child < 0) rc = plugin_child;
  if (rc == 0) rc = set_nonblocking(wire[0]);
  if (rc == 0) rc = set_nonblocking(log[0]);
  if (rc == 0) rc = spawn_with(path, plugin_child, wire_child, log_child, &pid);
  if (wire_child >= 0) close(wire_child);
  if (log_child >= 0) close(log_child);
  if (plugin_child >= 0) close(plugin_child);
  int pidfd = -1;
  if (rc == 0) {
    /* Nobody else reaps this child, so its number cannot have been reused yet. */
    pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
    if (pidfd < 0) {
      rc = -errno;
      kill(pid, SIGKILL);
      waitpid(pid, NULL, 0);
    }
  }
  if (rc != 0) {
    close(wire[0]);
    close(log[0]);
    return rc;
  }
  fcntl(pidfd, F_SETFD, FD_CLOEXEC);
  limit(pid, RLIMIT_CORE, 0);
  if (memory_bytes != 0) limit(pid, RLIMIT_DATA, memory_bytes);
  *out = (ow_spawned){pid, pidfd, wire[0], log[0]};
  return 0;
}

int ow_sealed_image(const void *bytes, size_t count, const char *name) {
  int fd = (int)syscall(SYS_memfd_create, name, MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_EXEC);
  /* Kernels before 6.3 do not know MFD_EXEC and make every memfd executable. */
  if (fd < 0 && errno == EINVAL) fd = (int)syscall(SYS_memfd_create, name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (fd < 0) return -errno;
  size_t done = 0;
  while (done < count) {
    ssize_t n = write(fd, (const char *)bytes + done, count - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) {
      int error = n < 0 ? errno : EIO;
      close(fd);
      return -error;
    }
    done += (size_t)n;
  }
  if (fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) < 0) {
    int error = errno;
    close(fd);
    return -error;
  }
  return fd;
}

int ow_reap_runner(int pidfd, ow_exit *out) {
  siginfo_t info = {0};
  int rc;
  do {
    rc = waitid((idtype_t)P_PIDFD, (id_t)pidfd, &info, WEXITED | WNOHANG);
  } while (rc < 0 && errno == EINTR);
  if (rc < 0) return -errno;
  if (info.si_pid == 0) return -EAGAIN;
  *out = info.si_code == CLD_EXITED ? (ow_exit){info.si_status, 0} : (ow_exit){-1, info.si_status};
  return 0;
}

int ow_kill_runner(int pidfd) { return syscall(SYS_pidfd_send_signal, pidfd, SIGKILL, NULL, 0) < 0 ? -errno : 0; }

int ow_wake_fd(void) {
  int fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  return fd < 0 ? -errno : fd;
}

