#define _GNU_SOURCE 1
#include "seal.h"

#include "wire.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define OPEN_FILES_MAX 256u

void seal_to_parent(void) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  /* The host may have died before that took effect: then init is the parent, and it is not who made the socket. */
  struct ucred maker;
  socklen_t length = sizeof maker;
  if (getsockopt(OW_WIRE_FD, SOL_SOCKET, SO_PEERCRED, &maker, &length) != 0) _exit(EXIT_WIRE);
  if (getppid() == 1 && maker.pid > 1) _exit(EXIT_DONE);
  int flags = fcntl(OW_WIRE_FD, F_GETFL);
  if (flags < 0 || fcntl(OW_WIRE_FD, F_SETFL, flags & ~O_NONBLOCK) != 0) _exit(EXIT_WIRE);
  fcntl(OW_WIRE_FD, F_SETFD, FD_CLOEXEC);
}

void seal_files(uint32_t plugin_fd) {
  const unsigned first = OW_WIRE_FD + 1;
  if (plugin_fd < first) {
    close_range(first, ~0u, 0);
    return;
  }
  if (plugin_fd > first) close_range(first, plugin_fd - 1, 0);
  if (plugin_fd < ~0u) close_range(plugin_fd + 1, ~0u, 0);
}

static int limit(int resource, rlim_t most) {
  struct rlimit value;
  if (getrlimit((__rlimit_resource_t)resource, &value) != 0) return -1;
  if (value.rlim_max < most) most = value.rlim_max;
  value.rlim_cur = value.rlim_max = most;
  return setrlimit((__rlimit_resource_t)resource, &value);
}

const char *seal_before_load(void) {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return "no_new_privs";
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return "dumpable";
  if (limit(RLIMIT_CORE, 0) != 0) return "core file limit";
  if (limit(RLIMIT_NOFILE, OPEN_FILES_MAX) != 0) return "open file limit";
  return NULL;
}

const char *seal_after_load(void) { return NULL; }
