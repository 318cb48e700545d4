#define _GNU_SOURCE
#include "ow_spawn.h"

#include "ow_clean_process.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <signal.h>
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

static int moved_up(int fd) {
  int high = fcntl(fd, F_DUPFD_CLOEXEC, OW_CLEAN_LOWEST_SOURCE_FD);
  int error = errno;
  close(fd);
  return high < 0 ? -error : high;
}

static int set_nonblocking(int fd) {
  int flags = fcntl(fd, F_GETFL);
  return flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0 ? -errno : 0;
}

/* What the child is given, and its copies' numbers. */
struct handed {
  int log_fd, wire_fd, plugin_fd, report_fd;
};

/* The descriptors come to be 2 and OW_SPAWN_WIRE_FD to OW_SPAWN_REPORT_FD, in this order. */
static int spawn_with(const char *path, const struct handed *handed, pid_t *pid) {
  const int fds[] = {handed->log_fd, handed->wire_fd, handed->plugin_fd, handed->report_fd};
  char *const arguments[] = {(char *)"openwatch-probe-runner", NULL};
  return ow_spawn_clean(path, arguments, fds, sizeof fds / sizeof *fds, pid);
}

static void limit(pid_t pid, int resource, uint64_t value) {
  struct rlimit wanted = {value, value};
  (void)prlimit(pid, resource, &wanted, NULL);
}

static void close_all(const int *fds, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (fds[i] >= 0) close(fds[i]);
  }
}

/* Makes the socket pair and the two pipes, and moves the child's ends up. Nothing stays open if it fails. */
static int open_channels(int plugin_fd, ow_spawned *host, struct handed *child) {
  int wire[2], log[2], report[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, wire) < 0) return -errno;
  if (pipe2(log, O_CLOEXEC) < 0) {
    int error = errno;
    close_all(wire, 2);
    return -error;
  }
  if (pipe2(report, O_CLOEXEC) < 0) {
    int error = errno;
    close_all(wire, 2);
    close_all(log, 2);
    return -error;
  }
  *host = (ow_spawned){.pidfd = -1, .wire_fd = wire[0], .log_fd = log[0], .report_fd = report[0]};
  *child = (struct handed){moved_up(log[1]), moved_up(wire[1]),
                           fcntl(plugin_fd, F_DUPFD_CLOEXEC, OW_CLEAN_LOWEST_SOURCE_FD), moved_up(report[1])};
  if (child->plugin_fd < 0) child->plugin_fd = -errno;
  int rc = 0;
  const int fds[] = {child->log_fd, child->wire_fd, child->plugin_fd, child->report_fd};
  for (size_t i = 0; rc == 0 && i < 4; i++) rc = fds[i] < 0 ? fds[i] : 0;
  const int ends[] = {wire[0], log[0], report[0]};
  for (size_t i = 0; rc == 0 && i < 3; i++) rc = set_nonblocking(ends[i]);
  if (rc != 0) {
    close_all(fds, 4);
    close_all(ends, 3);
  }
  return rc;
}

int ow_spawn_runner(const char *path, int plugin_fd, uint64_t memory_bytes, ow_spawned *out) {
  ow_spawned host;
  struct handed child;
  pid_t pid = 0;
  int rc = open_channels(plugin_fd, &host, &child);
  if (rc != 0) return rc;
  rc = spawn_with(path, &child, &pid);
  close_all((const int[]){child.log_fd, child.wire_fd, child.plugin_fd, child.report_fd}, 4);
  if (rc == 0) {
    /* Nobody else reaps this child, so its number cannot have been reused yet. */
    host.pid = pid;
    host.pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
    if (host.pidfd < 0) {
      rc = -errno;
      kill(pid, SIGKILL);
      waitpid(pid, NULL, 0);
    }
  }
  if (rc != 0) {
    close_all((const int[]){host.wire_fd, host.log_fd, host.report_fd}, 3);
    return rc;
  }
  fcntl(host.pidfd, F_SETFD, FD_CLOEXEC);
  limit(pid, RLIMIT_CORE, 0);
  if (memory_bytes != 0) limit(pid, RLIMIT_DATA, memory_bytes);
  *out = host;
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

int ow_may_switch_accounts(void) {
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct held[2] = {{0}};
  const uint32_t needed = 1u << CAP_SETUID | 1u << CAP_SETGID | 1u << CAP_KILL;
  return syscall(SYS_capget, &header, held) == 0 && (held[0].effective & needed) == needed;
}
