/* exec-shell - becomes a shell, or starts one, as the parameter "how" says. */
#include "hostile.h"

static void attack(struct probe *p, ow_call c, const ow_request *request) {
  (void)p, (void)c;
  char *const arguments[] = {(char *)"sh", (char *)"-c", (char *)"touch /tmp/openwatch-hostile-exec", NULL};
  char *const environment[] = {NULL};
  if (param_number(request->params, "system")) {
    found("system", system("touch /tmp/openwatch-hostile-exec"));
  } else if (param_number(request->params, "image")) {
    found("image", syscall(SYS_execveat, PLUGIN_FD, "", arguments, environment, AT_EMPTY_PATH));
  } else {
    found("execve", execve("/bin/sh", arguments, environment));
  }
}

HOSTILE("exec-shell")
