/* hostile.h - what the hostile plugins share. Each tries something it must not do and answers with what came of it:
 * {"alive":true,"<attempt>":<what the call returned, or minus errno>,...}.
 *
 * A plugin defines attack() and ends with HOSTILE("its-folder-name"). What a constructor tried is answered, too.
 */
#ifndef HOSTILE_H
#define HOSTILE_H

#define _GNU_SOURCE 1
#include "conformance.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#define WIRE_FD 3
#define PLUGIN_FD 4
#define REPORT_FD 5

static char found_bytes[16384];
static struct text found_text = {found_bytes, 0, sizeof found_bytes, false};

static inline void found(const char *what, long result) {
  int64_t value = result < 0 ? -(int64_t)errno : (int64_t)result;
  text_add(&found_text, ",\"");
  text_add(&found_text, what);
  text_add(&found_text, "\":");
  text_number(&found_text, value);
}

/* A frame of the wire, written past the runner. */
static inline void raw_frame(uint16_t type, uint64_t call, uint32_t seq, const void *body, uint32_t length) {
  uint8_t frame[24 + 70000] = {0};
  memcpy(frame, &length, 4);
  memcpy(frame + 4, &type, 2);
  memcpy(frame + 8, &call, 8);
  memcpy(frame + 16, &seq, 4);
  if (length <= 70000 && body) memcpy(frame + 24, body, length);
  for (size_t done = 0; done < 24 + (size_t)length;) {
    ssize_t n = write(WIRE_FD, frame + done, 24 + length - done);
    if (n <= 0) return;
    done += (size_t)n;
  }
}

static void attack(struct probe *p, ow_call c, const ow_request *request);

static ow_rc hostile_run(void *inst, ow_call c, const ow_request *request) {
  struct probe *p = inst;
  attack(p, c, request);
  char answer[sizeof found_bytes + 32];
  struct text t = {answer, 0, sizeof answer, false};
  text_add(&t, "{\"alive\":true");
  text_raw(&t, found_text.bytes, found_text.length);
  text_add(&t, "}");
  found_text.length = 0;
  return p->core->result(p->h, c, OW_FMT_JSON, text_bytes(&t));
}

#define HOSTILE(NAME) CONFORMANCE_PLUGIN("org.openwatch.test." NAME, plain_create, hostile_run)
#define NOTHING_MORE \
  static void attack(struct probe *p, ow_call c, const ow_request *request) { (void)p, (void)c, (void)request; }

#endif
