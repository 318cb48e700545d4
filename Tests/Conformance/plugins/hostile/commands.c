/* commands - asks for commands that its manifest does not have, and hides others in an argument. */
#include "hostile.h"

static void attack(struct probe *p, ow_call c, const ow_request *request) {
  ow_ssh session = 0;
  ow_bytes content;
  found("open", -(errno = -p->ssh->open(p->h, c, request->target, NULL, &session)));
  static const char *const ids[] = {"id", "", "say; id", "../say", "SAY", "say\n"};
  long ran = 0;
  ow_ssh_result result = {.struct_size = sizeof result};
  for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
    ow_ssh_exec x = {.struct_size = sizeof x, .command_id = str(ids[i])};
    ran += p->ssh->exec(p->h, c, session, &x, &result) == OW_OK;
  }
  found("ran", ran);
  ow_str argument = param_string(request->params, "argument");
  ow_ssh_exec x = {.struct_size = sizeof x, .nargs = 1, .command_id = str("say"), .args = &argument};
  errno = -p->ssh->exec(p->h, c, session, &x, &result);
  found("argument", errno ? -1 : 0);
  x.nargs = 2;
  x.args = (ow_str[]){argument, argument};
  errno = -p->ssh->exec(p->h, c, session, &x, &result);
  found("two", errno ? -1 : 0);
  errno = -p->ssh->read_file(p->h, c, session, str("/etc/shadow"), 4096, &content);
  found("read", errno ? -1 : 0);
  errno = -p->ssh->read_file(p->h, c, session, str("/etc/allowed/../shadow"), 4096, &content);
  found("climb", errno ? -1 : 0);
}

HOSTILE("commands")
