#define _GNU_SOURCE 1
#include "journal.h"

#include "clock.h"
#include "wire.h"

#include <pthread.h>
#include <string.h>

#define LINES_PER_S 200u
#define BURST 400u

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static uint64_t tokens_ns = BURST * (NS_PER_S / LINES_PER_S); /* the bucket, counted in the time that refills it */
static uint64_t refilled_at;
static uint32_t dropped;

static _Thread_local struct {
  bool listening;
  size_t length;
  char text[LOG_LINE_MAX];
} ear;

/* True if a line may go out; then *before is the number of lines dropped before it. */
static bool admit(uint32_t *before) {
  const uint64_t line = NS_PER_S / LINES_PER_S, full = BURST * line;
  pthread_mutex_lock(&lock);
  uint64_t now = mono_now();
  if (refilled_at != 0) tokens_ns += now - refilled_at < full ? now - refilled_at : full;
  if (tokens_ns > full) tokens_ns = full;
  refilled_at = now;
  bool admitted = tokens_ns >= line;
  if (admitted) {
    tokens_ns -= line;
    *before = dropped;
    dropped = 0;
  } else if (dropped < UINT32_MAX) {
    dropped++;
  }
  pthread_mutex_unlock(&lock);
  return admitted;
}

static void send_line(uint64_t wire_call, int32_t level, uint32_t before, const char *text, size_t length) {
  struct buffer body = {0};
  buffer_i32(&body, level);
  buffer_u32(&body, before);
  buffer_bytes(&body, text, length);
  wire_send(OW_WIRE_LOG, wire_call, 0, &body);
}

void journal_write(uint64_t wire_call, int32_t level, ow_str text) {
  if (text.n && !text.p) return;
  if (level < OW_LOG_TRACE) level = OW_LOG_TRACE;
  if (level > OW_LOG_ERROR) level = OW_LOG_ERROR;
  size_t length = utf8_cut(text.p, text.n, LOG_LINE_MAX);
  if (ear.listening && level == OW_LOG_ERROR) {
    if (length) memcpy(ear.text, text.p, length);
    ear.length = length;
  }
  uint32_t before;
  if (admit(&before)) send_line(wire_call, level, before, text.p, length);
}

void journal_flush(void) {
  pthread_mutex_lock(&lock);
  uint32_t before = dropped;
  dropped = 0;
  pthread_mutex_unlock(&lock);
  static const char text[] = "log lines were dropped";
  if (before) send_line(0, OW_LOG_WARN, before, text, sizeof text - 1);
}

void journal_listen(void) {
  ear.listening = true;
  ear.length = 0;
}

ow_str journal_heard(void) {
  ear.listening = false;
  return (ow_str){ear.text, ear.length};
}
