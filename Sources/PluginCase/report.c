#define _GNU_SOURCE 1
#include "report.h"

#include "memory.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FAULTS_MAX 20u

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static uint32_t faults, warnings;
static uint32_t said[256];
static uint32_t said_count;

void line_raw(struct line *line, const void *bytes, size_t length) {
  if (line->length + length > line->room) {
    size_t room = (line->length + length) * 2 + 256;
    char *grown = realloc(line->bytes, room);
    if (!grown) abort();
    line->bytes = grown;
    line->room = room;
  }
  if (length) memcpy(line->bytes + line->length, bytes, length);
  line->length += length;
}

static void text_v(struct line *line, const char *format, va_list arguments) {
  char buffer[2048];
  int length = vsnprintf(buffer, sizeof buffer, format, arguments);
  if (length < 0) return;
  line_raw(line, buffer, (size_t)length < sizeof buffer ? (size_t)length : sizeof buffer - 1);
}

void line_text(struct line *line, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  text_v(line, format, arguments);
  va_end(arguments);
}

void line_string(struct line *line, const char *text, size_t length) {
  line_raw(line, "\"", 1);
  for (size_t i = 0; i < length; i++) {
    uint8_t c = (uint8_t)text[i];
    if (c < 0x20 || c > 0x7e || c == '"' || c == '\\') {
      line_text(line, "\\u%04x", c);
    } else {
      line_raw(line, text + i, 1);
    }
  }
  line_raw(line, "\"", 1);
}

void line_hex(struct line *line, const void *bytes, size_t length) {
  static const char digits[] = "0123456789abcdef";
  const uint8_t *at = bytes;
  line_raw(line, "\"", 1);
  for (size_t i = 0; i < length; i++) line_raw(line, (char[]){digits[at[i] >> 4], digits[at[i] & 15]}, 2);
  line_raw(line, "\"", 1);
}

void line_send(struct line *line) {
  line_raw(line, "\n", 1);
  pthread_mutex_lock(&lock);
  for (size_t done = 0; done < line->length;) {
    ssize_t n = write(REPORT_FD, line->bytes + done, line->length - done);
    if (n <= 0) _exit(3); /* nobody listens any more */
    done += (size_t)n;
  }
  pthread_mutex_unlock(&lock);
  free(line->bytes);
  *line = (struct line){0};
}

static bool said_before(const char *text) {
  uint32_t hash = 2166136261u;
  for (; *text; text++) hash = (hash ^ (uint8_t)*text) * 16777619u;
  bool found = false;
  pthread_mutex_lock(&lock);
  for (uint32_t i = 0; i < said_count; i++) found = found || said[i] == hash;
  if (!found && said_count < sizeof said / sizeof *said) said[said_count++] = hash;
  pthread_mutex_unlock(&lock);
  return found;
}

static void say(const char *kind, const char *format, va_list arguments, bool once) {
  uint32_t inside = memory_leave_plugin();
  char text[1024];
  vsnprintf(text, sizeof text, format, arguments);
  if (!once || !said_before(text)) {
    struct line line = {0};
    line_text(&line, "{\"%s\":", kind);
    line_string(&line, text, strlen(text));
    line_text(&line, "}");
    line_send(&line);
  }
  memory_enter_plugin(inside);
}

void report_step(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  say("step", format, arguments, false);
  va_end(arguments);
}

void report_fault(const char *format, ...) {
  if (__atomic_add_fetch(&faults, 1, __ATOMIC_RELAXED) > FAULTS_MAX) return;
  va_list arguments;
  va_start(arguments, format);
  say("fault", format, arguments, true);
  va_end(arguments);
}

void report_warning(const char *format, ...) {
  if (__atomic_add_fetch(&warnings, 1, __ATOMIC_RELAXED) > FAULTS_MAX) return;
  va_list arguments;
  va_start(arguments, format);
  say("warning", format, arguments, true);
  va_end(arguments);
}

void report_skip(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  say("skip", format, arguments, true);
  va_end(arguments);
}

void report_figure(const char *name, double value, const char *unit) {
  struct line line = {0};
  line_text(&line, "{\"figure\":\"%s\",\"value\":%.3f,\"unit\":\"%s\"}", name, value, unit);
  line_send(&line);
}

uint32_t report_faults(void) { return faults; }

void report_end(void) {
  struct line line = {0};
  line_text(&line, "{\"end\":%u}", faults);
  line_send(&line);
}
