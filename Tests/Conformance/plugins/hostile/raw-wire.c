/* raw-wire - writes to the host past the runner, as the parameter "how" says. */
#include "hostile.h"

#include <sys/socket.h>

static bool is(ow_str a, const char *b) { return a.n == strlen(b) && memcmp(a.p, b, a.n) == 0; }

static uint8_t body[70000];
static uint32_t n;

static void u32(uint32_t v) { memcpy(body + n, &v, 4), n += 4; }
static void u64(uint64_t v) { memcpy(body + n, &v, 8), n += 8; }
static void bytes(const char *text) {
  u32((uint32_t)strlen(text));
  memcpy(body + n, text, strlen(text));
  n += (uint32_t)strlen(text);
}

static void send_body(uint16_t type, uint64_t call, uint32_t seq) {
  raw_frame(type, call, seq, body, n);
  n = 0;
}

static void event(uint32_t type) {
  u32(1), u32(type), u32(0), u32(0), u64(0), bytes("s"), bytes(""), bytes("{}");
}

static void attack(struct probe *p, ow_call c, const ow_request *request) {
  (void)p, (void)c;
  ow_str how = param_string(request->params, "how");
  const uint64_t call = param_number(request->params, "call");
  if (is(how, "oversize")) {
    const uint8_t header[24] = {0xff, 0xff, 0xff, 0x7f, 67};
    found("oversize", write(WIRE_FD, header, sizeof header));
  }
  if (is(how, "garbage")) {
    for (size_t i = 0; i < sizeof body; i++) body[i] = (uint8_t)(i * 2654435761u >> 13);
    found("garbage", write(WIRE_FD, body, sizeof body));
  }
  if (is(how, "lengths")) { /* a RESULT whose fields are longer than it is */
    u32(0), u32(0), u32(0), u64(1), u64(1), u32(0), u32(0xfffffff0), u32(0xffffffff);
    send_body(67, call, 0);
  }
  if (is(how, "ready")) {
    u32(0), u32(0), bytes("org.openwatch.test.raw-wire"), bytes("0.1.0");
    send_body(64, 0, 0);
  }
  if (is(how, "host")) send_body(4, call, 0); /* a message that only the host may send */
  if (is(how, "event")) event(7), send_body(69, call, 0);
  if (is(how, "counts")) u32(0x7fffffff), send_body(69, call, 0);
  if (is(how, "other-call")) {
    u32(0), u32(0), u32(0), u64(1), u64(1), u32(0), bytes(""), bytes(""), bytes("{\"alive\":true}");
    send_body(67, call + 1000, 0);
  }
  if (is(how, "kv")) {
    for (uint32_t i = 0; i < 8; i++) {
      u32(17), bytes("key"), bytes("value"), u64(0), u64(0);
      send_body(68, call, 900 + i);
    }
  }
  if (is(how, "exec")) { /* on every session there might be */
    for (uint32_t i = 0; i < 64; i++) {
      u32(3), u64(i), bytes("say"), u32(1), bytes("x"), bytes(""), u64(0), u64(100), u64(100);
      send_body(68, call, 900 + i);
    }
  }
  if (is(how, "half")) { /* a frame that never ends, while the runner goes on sending */
    const uint8_t header[24] = {0xff, 0xff, 0x03, 0, 70};
    found("half", write(WIRE_FD, header, sizeof header));
  }
  if (is(how, "shutdown")) found("shutdown", shutdown(WIRE_FD, SHUT_RDWR));
  if (is(how, "close")) found("close", close(WIRE_FD));
  if (is(how, "read")) { /* what the host sends to the runner's main thread */
    for (int i = 0; i < 100; i++) recv(WIRE_FD, body, sizeof body, MSG_DONTWAIT);
  }
  if (is(how, "reports")) { /* accuses itself, in good form */
    uint32_t record[16] = {0x5250574f, 1, 0, 1};
    for (uint32_t i = 0; i < 100000; i++) {
      record[2] = i;
      memcpy(&record[8], "ptrace", 7);
      ssize_t ignored = write(REPORT_FD, record, sizeof record);
      (void)ignored;
    }
  }
}

HOSTILE("raw-wire")
