#define _GNU_SOURCE 1
#include "filter.h"
#include "ow_wire.h"
#include "sandbox.h"
#include "sandbox_names.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define ALLOW SECCOMP_RET_ALLOW
#define TELL SECCOMP_RET_TRAP /* the handler tells the host, and the call fails with EPERM or the process ends */
#define QUIET(error) (SECCOMP_RET_ERRNO | (error))

#define COUNT(list) ((unsigned)(sizeof(list) / sizeof *(list)))

#ifndef PR_SET_VMA
#define PR_SET_VMA 0x53564d41
#endif

/* Whatever the arguments are. Nothing here reaches another process or the network: sockets cannot be made, so that the
 * calls on sockets work on the one to the host alone. */
static const uint16_t harmless[] = {
    /* open files */
    SYS_read, SYS_write, SYS_readv, SYS_writev, SYS_pread64, SYS_pwrite64, SYS_preadv, SYS_pwritev, SYS_lseek,
    SYS_close, SYS_close_range, SYS_dup, SYS_dup3, SYS_pipe2, SYS_fstat, SYS_getdents64, SYS_ppoll, SYS_pselect6,
    SYS_epoll_create1, SYS_epoll_ctl, SYS_epoll_pwait, SYS_epoll_pwait2, SYS_eventfd2, SYS_timerfd_create,
    SYS_timerfd_settime, SYS_timerfd_gettime, SYS_signalfd4, SYS_sendto, SYS_sendmsg, SYS_sendmmsg, SYS_recvfrom,
    SYS_recvmsg, SYS_recvmmsg, SYS_shutdown, SYS_getsockopt, SYS_getsockname, SYS_getpeername,
    /* names of files: Landlock decides, and after the load the second filter */
    SYS_newfstatat, SYS_statx, SYS_faccessat, SYS_faccessat2, SYS_readlinkat, SYS_getcwd,
    /* memory */
    SYS_mprotect, SYS_munmap, SYS_mremap, SYS_madvise, SYS_brk, SYS_mincore, SYS_msync, SYS_mlock, SYS_mlock2,
    SYS_munlock, SYS_membarrier,
    /* threads */
    SYS_futex, SYS_futex_waitv, SYS_set_robust_list, SYS_get_robust_list, SYS_set_tid_address, SYS_rseq, SYS_exit,
    SYS_exit_group, SYS_sched_yield, SYS_sched_getaffinity, SYS_sched_getparam, SYS_sched_getscheduler,
    SYS_sched_get_priority_max, SYS_sched_get_priority_min, SYS_getcpu, SYS_restart_syscall,
    /* signals */
    SYS_rt_sigprocmask, SYS_rt_sigreturn, SYS_rt_sigpending, SYS_rt_sigtimedwait, SYS_rt_sigsuspend,
    SYS_sigaltstack, SYS_setitimer, SYS_getitimer, SYS_timer_create, SYS_timer_settime, SYS_timer_gettime,
    SYS_timer_getoverrun, SYS_timer_delete,
    /* time, and who we are */
    SYS_clock_gettime, SYS_clock_getres, SYS_clock_nanosleep, SYS_nanosleep, SYS_gettimeofday, SYS_times,
    SYS_getrusage, SYS_sysinfo, SYS_uname, SYS_getrandom, SYS_getpid, SYS_gettid, SYS_getppid, SYS_getuid,
    SYS_geteuid, SYS_getgid, SYS_getegid, SYS_getresuid, SYS_getresgid, SYS_getgroups, SYS_getpgid, SYS_getsid,
    SYS_getpriority, SYS_capget, SYS_umask,
    /* giving up more */
    SYS_landlock_create_ruleset, SYS_landlock_add_rule, SYS_landlock_restrict_self,
#ifdef __x86_64__
    SYS_poll, SYS_select, SYS_epoll_create, SYS_epoll_wait, SYS_eventfd, SYS_pipe, SYS_dup2, SYS_stat, SYS_lstat,
    SYS_access, SYS_readlink, SYS_time, SYS_alarm, SYS_pause, SYS_getpgrp, SYS_arch_prctl, SYS_getrlimit,
#endif
};

/* Tuning that allocators and runtimes try and do well without. */
static const uint16_t refused_quietly[] = {
    SYS_sched_setaffinity, SYS_sched_setscheduler, SYS_sched_setparam, SYS_sched_setattr, SYS_sched_getattr,
    SYS_setpriority, SYS_ioprio_set, SYS_ioprio_get, SYS_mbind, SYS_set_mempolicy, SYS_get_mempolicy, SYS_mlockall,
    SYS_munlockall, SYS_statfs, SYS_fstatfs,
};

/* F_SETOWN and its kin would aim signals at other processes. */
static const uint32_t file_commands[] = {F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC, F_GETPIPE_SZ,
                                         F_GET_SEALS};
/* TCGETS: isatty(). */
static const uint32_t device_commands[] = {FIONREAD, FIONBIO, FIOCLEX, FIONCLEX, TCGETS};
static const uint32_t process_commands[] = {PR_SET_NAME, PR_GET_NAME, PR_GET_DUMPABLE, PR_GET_NO_NEW_PRIVS,
                                            PR_GET_SECCOMP, PR_GET_PDEATHSIG, PR_CAPBSET_READ, PR_SET_VMA};

/* A new thread of this process: what pthread_create() and Go pass. */
#define THREAD_FLAGS (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD)
#define THREAD_FLAGS_TOO \
  (CLONE_SYSVSEM | CLONE_SETTLS | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID | CLONE_CHILD_SETTID | CLONE_DETACHED)

/* `test` holds: allowed. Else: refused and told. */
static struct rule allow_if(struct rule test) {
  test.then = ALLOW;
  test.otherwise = TELL;
  return test;
}

static struct rule allow_one_of(unsigned argument, const uint32_t *values, unsigned count) {
  return allow_if((struct rule){.test = RULE_ONE_OF, .argument = argument, .values = values, .count = count});
}

static struct rule allow_masked(unsigned argument, uint32_t mask, uint32_t value) {
  return allow_if((struct rule){.test = RULE_MASKED, .argument = argument, .mask = mask, .value = value});
}

static void add_checked_calls(struct filter *filter) {
  const struct rule to_ourselves = allow_masked(0, ~0u, (uint32_t)getpid());
  filter_rule(filter, SYS_kill, to_ourselves);
  filter_rule(filter, SYS_tgkill, to_ourselves);
  filter_rule(filter, SYS_rt_sigqueueinfo, to_ourselves);
  filter_rule(filter, SYS_rt_tgsigqueueinfo, to_ourselves);
  /* Our handler of refusals stays. */
  filter_rule(filter, SYS_rt_sigaction,
              (struct rule){.test = RULE_WITH_POINTER, .argument = 0, .value = SIGSYS, .pointer = 1, .then = TELL,
                            .otherwise = ALLOW});
  filter_rule(filter, SYS_clone,
              allow_if((struct rule){.test = RULE_FLAGS, .argument = 0, .value = THREAD_FLAGS,
                                     .mask = THREAD_FLAGS | THREAD_FLAGS_TOO}));
  filter_verdict(filter, SYS_clone3, QUIET(ENOSYS)); /* its flags are out of reach; libraries fall back to clone */
  /* Shared and growing mappings are not counted by RLIMIT_DATA. */
  filter_rule(filter, SYS_mmap, allow_masked(3, MAP_TYPE | MAP_GROWSDOWN, MAP_PRIVATE));
  filter_rule(filter, SYS_openat, allow_masked(2, O_ACCMODE | O_CREAT | O_TRUNC, O_RDONLY));
#ifdef __x86_64__
  filter_rule(filter, SYS_open, allow_masked(1, O_ACCMODE | O_CREAT | O_TRUNC, O_RDONLY));
#endif
  filter_verdict(filter, SYS_openat2, QUIET(ENOSYS));
  filter_rule(filter, SYS_prlimit64,
              allow_if((struct rule){.test = RULE_WITH_NULL, .argument = 0, .value = 0, .pointer = 2}));
  filter_rule(filter, SYS_fcntl, allow_one_of(1, file_commands, COUNT(file_commands)));
  filter_rule(filter, SYS_ioctl, allow_one_of(1, device_commands, COUNT(device_commands)));
  filter_rule(filter, SYS_prctl, allow_one_of(0, process_commands, COUNT(process_commands)));
  /* For the second filter. Filters only ever take away. */
  filter_rule(filter, SYS_seccomp, allow_masked(0, ~0u, SECCOMP_SET_MODE_FILTER));
  /* How the handler of refusals ends the process: by the filter, so that nothing can catch it. */
  filter_verdict(filter, SANDBOX_ENDING_CALL, SECCOMP_RET_KILL_PROCESS);
}

void sandbox_syscalls_before_load(struct sandbox *sandbox) {
  static struct filter filter;
  filter_start(&filter, TELL);
  for (unsigned i = 0; i < COUNT(harmless); i++) filter_verdict(&filter, harmless[i], ALLOW);
  for (unsigned i = 0; i < COUNT(refused_quietly); i++) filter_verdict(&filter, refused_quietly[i], QUIET(EPERM));
  add_checked_calls(&filter);
  if (sandbox_trap_prepare() && filter_install(&filter, QUIET(ENOSYS))) sandbox->flags |= OW_WIRE_SANDBOX_SYSCALLS;
}

bool sandbox_syscalls_after_load(const struct sandbox *sandbox) {
  static const uint16_t by_name[] = {
      SYS_openat, SYS_faccessat, SYS_faccessat2, SYS_readlinkat, SYS_getcwd,
#ifdef __x86_64__
      SYS_open, SYS_stat, SYS_lstat, SYS_access, SYS_readlink,
#endif
  };
  static const uint16_t done_with[] = {SYS_landlock_create_ruleset, SYS_landlock_add_rule, SYS_landlock_restrict_self,
                                       SYS_seccomp};
  static struct filter filter;
  if (!(sandbox->flags & OW_WIRE_SANDBOX_SYSCALLS)) return true;
  filter_start(&filter, ALLOW);
  filter_rule(&filter, SYS_mmap, allow_masked(2, PROT_EXEC, 0));
  filter_rule(&filter, SYS_mprotect, allow_masked(2, PROT_EXEC, 0));
  /* Landlock binds the thread that asks and those it starts; threads that the plugin started while it was loaded still
   * read the system's libraries. This ends that, quietly: C libraries open files of their own accord. */
  for (unsigned i = 0; i < COUNT(by_name); i++) filter_verdict(&filter, by_name[i], QUIET(EACCES));
  struct rule open_file = allow_masked(3, AT_EMPTY_PATH, AT_EMPTY_PATH); /* fstat() */
  open_file.otherwise = QUIET(EACCES);
  filter_rule(&filter, SYS_newfstatat, open_file);
  open_file.argument = 2;
  filter_rule(&filter, SYS_statx, open_file);
  for (unsigned i = 0; i < COUNT(done_with); i++) filter_verdict(&filter, done_with[i], TELL);
  return filter_install(&filter, ALLOW);
}
