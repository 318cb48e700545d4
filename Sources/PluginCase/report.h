/* report.h - what one case has to say, as JSON lines on the report descriptor. A line is complete as soon as it is
 * written, so what was said before a crash is not lost. */
#ifndef REPORT_H
#define REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define REPORT_FD 3

/* What the case is doing, for the reader of a crash or a time-out. */
void report_step(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The subject broke a rule: the case fails. The same text is said once. */
void report_fault(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Legal, but better avoided. */
void report_warning(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The case does not apply to this plugin; says why. */
void report_skip(const char *format, ...) __attribute__((format(printf, 1, 2)));
void report_figure(const char *name, double value, const char *unit);
uint32_t report_faults(void);

/* A line made of parts: raw JSON text and bytes as hexadecimal digits. Lines of threads do not mix. */
struct line {
  char *bytes;
  size_t length, room;
};
void line_text(struct line *line, const char *format, ...) __attribute__((format(printf, 2, 3)));
void line_raw(struct line *line, const void *bytes, size_t length);
void line_string(struct line *line, const char *text, size_t length);
void line_hex(struct line *line, const void *bytes, size_t length);
void line_send(struct line *line);

/* The last line; its absence says that the case did not come to its end. */
void report_end(void);

#endif
