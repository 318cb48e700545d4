#define _GNU_SOURCE 1
#include "filter.h"
#include "report.h"
#include "sandbox.h"
#include "sandbox_names.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <ucontext.h>
#include <unistd.h>

#define SECCOMP_CODE 1 /* si_code SYS_SECCOMP */

static atomic_bool told[FILTER_CALLS];
static atomic_ullong refusals;

static void answer(ucontext_t *context, int error) {
#if defined(__x86_64__)
  context->uc_mcontext.gregs[REG_RAX] = -error;
#elif defined(__aarch64__)
  context->uc_mcontext.regs[0] = (unsigned long long)-(long long)error;
#else
#error "unknown machine"
#endif
}

/* Runs in place of a refused call. The first refusal of each call is told, then every time their number has doubled. */
static void on_refusal(int signal, siginfo_t *info, void *context) {
  (void)signal;
  if (info->si_code != SECCOMP_CODE) return; /* somebody raised it by hand */
  const uint32_t number = (uint32_t)info->si_syscall;
  const unsigned long long count = atomic_fetch_add(&refusals, 1) + 1;
  const bool is_hostile = sandbox_call_is_hostile(number);
  const bool is_first = number < FILTER_CALLS && !atomic_exchange(&told[number], true);
  if (is_hostile || is_first || (count & (count - 1)) == 0) {
    report_denied(number, sandbox_call_name(number), count, is_hostile);
  }
  if (is_hostile) syscall(SANDBOX_ENDING_CALL, 0, 0, 0, 0);
  answer(context, EPERM);
}

bool sandbox_trap_prepare(void) {
  struct sigaction action = {.sa_sigaction = on_refusal, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  sigemptyset(&action.sa_mask);
  return sigaction(SIGSYS, &action, NULL) == 0;
}
