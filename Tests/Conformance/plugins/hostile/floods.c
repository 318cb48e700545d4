/* floods - sends more than anybody wants until it is told to stop, as the parameter "how" says. */
#include "hostile.h"

static bool is(ow_str a, const char *b) { return a.n == strlen(b) && memcmp(a.p, b, a.n) == 0; }

static void attack(struct probe *p, ow_call c, const ow_request *request) {
  ow_str how = param_string(request->params, "how");
  static uint8_t frame[64];
  static char line[4096];
  memset(line, 'x', sizeof line);
  line[sizeof line - 1] = '\n';
  const uint64_t call = param_number(request->params, "call");
  while (!p->core->cancelled(p->h, c)) {
    if (is(how, "stderr")) {
      ssize_t ignored = write(2, line, sizeof line);
      (void)ignored;
    }
    if (is(how, "log")) p->core->log(p->h, c, OW_LOG_ERROR, (ow_str){line, 1000});
    if (is(how, "raw-log")) { /* i32 level, u32 dropped, bytes message */
      const uint32_t head[] = {2, 0, 52};
      memcpy(frame, head, sizeof head);
      memset(frame + 12, 'y', 52);
      raw_frame(70, 0, 0, frame, 64);
    }
    if (is(how, "raw-events")) { /* one event of the declared type each, credit or not */
      static uint8_t event[45];
      const uint32_t one = 1, size = 2;
      memcpy(event, &one, 4);
      memcpy(event + 24, &one, 4);
      event[28] = 's';
      memcpy(event + 33, &size, 4);
      memcpy(event + 37, "{}", 2);
      raw_frame(69, call, 0, event, 39);
    }
    if (is(how, "denied")) syscall(SYS_socket, 2, 1, 0);
  }
}

HOSTILE("floods")
