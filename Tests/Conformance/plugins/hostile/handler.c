/* handler - puts its own handler in the place of the runner's, or keeps that from running, as the parameter "block"
 * says, and then makes a call that is refused. */
#include "hostile.h"

#include <sys/socket.h>

static volatile sig_atomic_t caught;

static void mine(int signal) {
  (void)signal;
  caught = 1;
}

static void attack(struct probe *p, ow_call c, const ow_request *request) {
  (void)p, (void)c;
  if (param_number(request->params, "block")) {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, NULL);
  } else {
    struct sigaction action = {.sa_handler = mine};
    found("replace", sigaction(SIGSYS, &action, NULL));
    action.sa_handler = SIG_IGN;
    found("ignore", sigaction(SIGSYS, &action, NULL));
    found("read", sigaction(SIGSYS, NULL, &action));
  }
  found("socket", socket(AF_INET, SOCK_STREAM, 0));
  found("caught", caught);
}

HOSTILE("handler")
