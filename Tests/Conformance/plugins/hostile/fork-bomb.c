/* fork-bomb - tries every way to another process, many times. */
#include "hostile.h"

#include <sched.h>

static void attack(struct probe *p, ow_call c, const ow_request *request) {
  (void)p, (void)c, (void)request;
  long children = 0;
  for (int i = 0; i < 1000; i++) {
    const long tries[] = {syscall(SYS_fork), syscall(SYS_vfork), syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0),
                          syscall(SYS_clone, CLONE_VM | SIGCHLD, 0, 0, 0, 0),
                          syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0)};
    for (size_t k = 0; k < sizeof tries / sizeof *tries; k++) {
      if (tries[k] == 0) _exit(0);
      children += tries[k] > 0;
    }
  }
  found("children", children);
  uint64_t arguments[11] = {0};
  found("clone3", syscall(SYS_clone3, arguments, sizeof arguments));
}

HOSTILE("fork-bomb")
