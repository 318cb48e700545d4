/* buffer.h - building and reading message bodies: little-endian scalars and length-prefixed byte strings. */
#ifndef BUFFER_H
#define BUFFER_H

#include "ow_types.h"

#include <stdbool.h>

/* A growing body. A failed allocation or a body above its limit sets `failed`, and the later appends do nothing. */
struct buffer {
  uint8_t *bytes;
  size_t length, capacity;
  bool failed;
};

void buffer_u32(struct buffer *b, uint32_t value);
void buffer_i32(struct buffer *b, int32_t value);
void buffer_u64(struct buffer *b, uint64_t value);
void buffer_bytes(struct buffer *b, const void *bytes, uint64_t length);
void buffer_str(struct buffer *b, ow_str text);
void buffer_text(struct buffer *b, const char *text);
void buffer_raw(struct buffer *b, const void *bytes, size_t length);
void buffer_free(struct buffer *b);

/* A view of a received body. A field that is not there sets `bad`, and everything read after it is zero. */
struct cursor {
  const uint8_t *next;
  size_t left;
  bool bad;
};

uint32_t cursor_u32(struct cursor *c);
int32_t cursor_i32(struct cursor *c);
uint64_t cursor_u64(struct cursor *c);
ow_bytes cursor_bytes(struct cursor *c);
ow_str cursor_str(struct cursor *c);
/* True if every field was there and nothing is left over. */
bool cursor_done(const struct cursor *c);

bool utf8_valid(const uint8_t *bytes, size_t length);
/* The longest prefix of at most `limit` bytes that does not cut a character. */
size_t utf8_cut(const char *text, size_t length, size_t limit);

#endif
