#define _GNU_SOURCE 1
#include "seal.h"

#include "report.h"
#include "wire.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define OPEN_FILES_MAX 256u
/* Far more than a runtime reserves (Go: 1 GiB), and a bound on the page tables that reading untouched memory costs. */
#define ADDRESS_SPACE_MAX (64ull << 30)

static pid_t parent;

void seal_to_parent(void) {
  parent = getppid();
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
  const uint32_t kept[] = {OW_WIRE_FD, report_fd() >= 0 ? (uint32_t)report_fd() : OW_WIRE_FD, plugin_fd};
  /* In rising order: the plugin's may lie on either side of the report pipe. */
  uint32_t low = kept[1], high = kept[2];
  if (high < low) low = kept[2], high = kept[1];
  uint32_t next = OW_WIRE_FD + 1;
  if (low >= next) {
    if (low > next) close_range(next, low - 1, 0);
    next = low + 1;
  }
  if (high >= next) {
    if (high > next) close_range(next, high - 1, 0);
    next = high + 1;
  }
  close_range(next, ~0u, 0);
}

static int limit(int resource, rlim_t most) {
  struct rlimit value;
  if (getrlimit((__rlimit_resource_t)resource, &value) != 0) return -1;
  if (value.rlim_max < most) most = value.rlim_max;
  value.rlim_cur = value.rlim_max = most;
  return setrlimit((__rlimit_resource_t)resource, &value);
}

/* When memory runs out, the kernel takes a runner first. */
static void volunteer(void) {
  int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (fd < 0) return;
  ssize_t ignored = write(fd, "1000", 4);
  (void)ignored;
  close(fd);
}

static const char *limits(const struct sandbox_wanted *wanted) {
  if (limit(RLIMIT_CORE, 0) != 0) return "core file limit";
  if (limit(RLIMIT_NOFILE, OPEN_FILES_MAX) != 0) return "open file limit";
  if (limit(RLIMIT_FSIZE, 0) != 0) return "file size limit";
  if (limit(RLIMIT_AS, ADDRESS_SPACE_MAX) != 0) return "address space limit";
  if (wanted->threads && limit(RLIMIT_NPROC, wanted->threads) != 0) return "thread limit";
  signal(SIGXFSZ, SIG_IGN); /* a write then fails instead */
  return NULL;
}

const char *seal_before_load(const struct sandbox_wanted *wanted, const char *plugin_path, struct sandbox *sandbox) {
  volunteer();
  /* pthread_exit() and thrown exceptions load this on first use, when it is too late. */
  dlopen("libgcc_s.so.1", RTLD_NOW | RTLD_NODELETE);
  const char *fault = sandbox_account(wanted, sandbox);
  if (fault) return fault;
  /* Another user cleared it. If the host died meanwhile, nobody is left to be told. */
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(EXIT_DONE);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return "no_new_privs";
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return "dumpable";
  fault = limits(wanted);
  if (fault) return fault;
  sandbox_files_before_load(plugin_path, sandbox);
  sandbox_syscalls_before_load(sandbox);
  return NULL;
}

uint32_t seal_level(const struct sandbox *sandbox) {
  if (!(sandbox->flags & OW_WIRE_SANDBOX_SYSCALLS)) return 0;
  const bool has_files = sandbox->flags & OW_WIRE_SANDBOX_FILES;
  if (has_files && sandbox->flags & OW_WIRE_SANDBOX_NOT_ROOT) return 3;
  return has_files || sandbox->flags & OW_WIRE_SANDBOX_OWN_ACCOUNT ? 2 : 1;
}

const char *seal_after_load(const struct sandbox *sandbox) {
  if (!sandbox_files_after_load(sandbox)) return "files";
  if (!sandbox_syscalls_after_load(sandbox)) return "system calls";
  return NULL;
}
