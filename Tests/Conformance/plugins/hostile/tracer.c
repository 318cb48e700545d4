/* tracer - attaches to the server, reads its memory or ends it, as the parameter "how" says. */
#include "hostile.h"

#include <sys/ptrace.h>
#include <sys/uio.h>

static bool is(ow_str a, const char *b) { return a.n == strlen(b) && memcmp(a.p, b, a.n) == 0; }

static void attack(struct probe *p, ow_call c, const ow_request *request) {
  (void)p, (void)c;
  ow_str how = param_string(request->params, "how");
  char bytes[64];
  struct iovec here = {bytes, sizeof bytes}, there = {(void *)&found_bytes, sizeof bytes};
  if (is(how, "ptrace")) found("ptrace", ptrace(PTRACE_ATTACH, getppid(), NULL, NULL));
  if (is(how, "read")) found("read", process_vm_readv(getppid(), &here, 1, &there, 1, 0));
  if (is(how, "kill")) found("kill", kill(getppid(), SIGKILL));
  if (is(how, "group")) found("group", kill(0, SIGKILL));
  if (is(how, "everybody")) found("everybody", kill(-1, SIGKILL));
  if (is(how, "queue")) found("queue", sigqueue(getppid(), SIGTERM, (union sigval){0}));
  if (is(how, "owner")) found("owner", fcntl(WIRE_FD, F_SETOWN, getppid()));
}

HOSTILE("tracer")
