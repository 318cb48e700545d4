/* stubborn - does not return, or leaves in the middle, as the parameter "how" says. */
#include "hostile.h"

#include <pthread.h>

static bool is(ow_str a, const char *b) { return a.n == strlen(b) && memcmp(a.p, b, a.n) == 0; }

static void attack(struct probe *p, ow_call c, const ow_request *request) {
  (void)p, (void)c;
  ow_str how = param_string(request->params, "how");
  if (is(how, "forever")) {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, NULL);
    for (volatile int i = 0;; i++) {}
  }
  if (is(how, "exit")) exit(0);
  if (is(how, "_exit")) _exit(0);
  if (is(how, "thread")) pthread_exit(NULL);
  if (is(how, "segv")) *(volatile int *)16 = 1;
  if (is(how, "trap")) __builtin_trap();
  if (is(how, "raise")) raise(SIGSEGV);
  if (is(how, "stack")) {
    volatile char *page = __builtin_alloca(1u << 26);
    page[0] = 1;
  }
}

HOSTILE("stubborn")
