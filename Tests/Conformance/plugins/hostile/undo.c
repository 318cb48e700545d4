/* undo - takes back what the runner gave up. */
#include "hostile.h"

#include <sys/prctl.h>
#include <sys/resource.h>

static void attack(struct probe *p, ow_call c, const ow_request *request) {
  (void)p, (void)c, (void)request;
  struct rlimit most = {RLIM_INFINITY, RLIM_INFINITY};
  found("deathsig", prctl(PR_SET_PDEATHSIG, 0));
  found("dumpable", prctl(PR_SET_DUMPABLE, 1));
  found("ptracer", prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY));
  found("keepcaps", prctl(PR_SET_KEEPCAPS, 1));
  found("subreaper", prctl(PR_SET_CHILD_SUBREAPER, 1));
  found("seccomp", prctl(PR_SET_SECCOMP, 0));
  found("filter", syscall(SYS_seccomp, 1, 0, NULL));
  found("landlock", syscall(SYS_landlock_create_ruleset, NULL, 0, 1));
  found("data", setrlimit(RLIMIT_DATA, &most));
  found("files", setrlimit(RLIMIT_NOFILE, &most));
  found("core", setrlimit(RLIMIT_CORE, &most));
  found("old_limit", syscall(SYS_setrlimit, RLIMIT_NPROC, &most));
  found("user", setuid(0));
  found("group", syscall(SYS_setresgid, 0, 0, 0));
  found("is_root", getuid() == 0 || geteuid() == 0);
  found("is_dumpable", prctl(PR_GET_DUMPABLE));
}

HOSTILE("undo")
