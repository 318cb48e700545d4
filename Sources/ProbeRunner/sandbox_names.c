#define _GNU_SOURCE 1
#include "sandbox_names.h"

#include <stddef.h>

struct name {
  uint16_t number;
  bool is_hostile;
  const char *text;
};

#define REFUSED(call) {SYS_##call, false, #call}
#define HOSTILE(call) {SYS_##call, true, #call}

static const struct name names[] = {
    /* other processes */
    HOSTILE(ptrace), HOSTILE(process_vm_readv), HOSTILE(process_vm_writev), HOSTILE(kill), HOSTILE(tkill),
    HOSTILE(tgkill), HOSTILE(rt_sigqueueinfo), HOSTILE(rt_tgsigqueueinfo), HOSTILE(pidfd_send_signal),
    HOSTILE(pidfd_getfd), HOSTILE(execve), HOSTILE(execveat), REFUSED(pidfd_open), REFUSED(process_madvise),
    REFUSED(process_mrelease), REFUSED(kcmp), REFUSED(clone), REFUSED(wait4), REFUSED(waitid), REFUSED(setpgid),
    REFUSED(setsid),
    /* the kernel and the machine */
    HOSTILE(bpf), HOSTILE(perf_event_open), HOSTILE(init_module), HOSTILE(finit_module), HOSTILE(delete_module),
    HOSTILE(kexec_load), HOSTILE(mount), HOSTILE(umount2), HOSTILE(pivot_root), HOSTILE(chroot), HOSTILE(fsopen),
    HOSTILE(fsmount), HOSTILE(move_mount), HOSTILE(open_tree), HOSTILE(mount_setattr), HOSTILE(unshare),
    HOSTILE(setns), HOSTILE(swapon), HOSTILE(swapoff), HOSTILE(add_key), HOSTILE(request_key), HOSTILE(keyctl),
    HOSTILE(acct), HOSTILE(clock_settime), HOSTILE(settimeofday), HOSTILE(adjtimex), HOSTILE(clock_adjtime),
    HOSTILE(sethostname), HOSTILE(setdomainname), REFUSED(syslog), REFUSED(quotactl), REFUSED(personality),
    REFUSED(io_uring_setup), REFUSED(io_uring_enter), REFUSED(io_uring_register), REFUSED(io_setup),
    REFUSED(io_submit), REFUSED(userfaultfd), REFUSED(seccomp), REFUSED(landlock_create_ruleset),
    REFUSED(landlock_add_rule), REFUSED(landlock_restrict_self), REFUSED(prctl), REFUSED(prlimit64),
    REFUSED(setrlimit), REFUSED(rt_sigaction),
    /* network */
    REFUSED(socket), REFUSED(socketpair), REFUSED(connect), REFUSED(bind), REFUSED(listen), REFUSED(accept),
    REFUSED(accept4), REFUSED(setsockopt),
    /* memory */
    REFUSED(mmap), REFUSED(mprotect), REFUSED(pkey_mprotect), REFUSED(pkey_alloc), REFUSED(memfd_create),
    REFUSED(memfd_secret), REFUSED(remap_file_pages), REFUSED(shmget), REFUSED(shmat), REFUSED(shmctl),
    REFUSED(semget), REFUSED(msgget), REFUSED(mq_open),
    /* files */
    REFUSED(openat), REFUSED(open_by_handle_at), REFUSED(name_to_handle_at), REFUSED(ioctl), REFUSED(fcntl),
    REFUSED(flock), REFUSED(ftruncate), REFUSED(truncate), REFUSED(fallocate), REFUSED(mkdirat), REFUSED(mknodat),
    REFUSED(unlinkat), REFUSED(linkat), REFUSED(symlinkat), REFUSED(renameat2), REFUSED(fchmod), REFUSED(fchmodat),
    REFUSED(fchown), REFUSED(fchownat), REFUSED(utimensat), REFUSED(setxattr), REFUSED(chdir), REFUSED(fchdir),
    REFUSED(sendfile), REFUSED(splice), REFUSED(tee), REFUSED(vmsplice), REFUSED(copy_file_range),
    REFUSED(inotify_init1), REFUSED(inotify_add_watch), REFUSED(fanotify_init), REFUSED(sync), REFUSED(fsync),
    /* who we are */
    REFUSED(setuid), REFUSED(setgid), REFUSED(setreuid), REFUSED(setregid), REFUSED(setresuid), REFUSED(setresgid),
    REFUSED(setgroups), REFUSED(setfsuid), REFUSED(setfsgid), REFUSED(capset),
#ifdef __x86_64__
    REFUSED(fork), REFUSED(vfork), REFUSED(open), REFUSED(creat), REFUSED(mkdir), REFUSED(mknod), REFUSED(rmdir),
    REFUSED(unlink), REFUSED(link), REFUSED(symlink), REFUSED(rename), REFUSED(renameat), REFUSED(chmod),
    REFUSED(chown), REFUSED(lchown), REFUSED(utime), REFUSED(inotify_init), HOSTILE(iopl), HOSTILE(ioperm),
    HOSTILE(modify_ldt), HOSTILE(kexec_file_load),
#endif
};

static const struct name *find(uint32_t number) {
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (names[i].number == number) return &names[i];
  }
  return NULL;
}

const char *sandbox_call_name(uint32_t number) {
  const struct name *name = find(number);
  return name ? name->text : NULL;
}

bool sandbox_call_is_hostile(uint32_t number) {
  const struct name *name = find(number);
  return name && name->is_hostile;
}
