#define _GNU_SOURCE 1
#include "buffer.h"

#include "ow_wire.h"

#include <stdlib.h>
#include <string.h>

static uint8_t *buffer_room(struct buffer *b, size_t length) {
  if (b->failed) return NULL;
  if (length > OW_WIRE_MESSAGE_MAX || b->length > OW_WIRE_MESSAGE_MAX - length) {
    b->failed = true;
    return NULL;
  }
  size_t needed = b->length + length;
  if (needed > b->capacity) {
    size_t capacity = b->capacity ? b->capacity : 256;
    while (capacity < needed) capacity *= 2;
    uint8_t *grown = realloc(b->bytes, capacity);
    if (!grown) {
      b->failed = true;
      return NULL;
    }
    b->bytes = grown;
    b->capacity = capacity;
  }
  uint8_t *room = b->bytes + b->length;
  b->length = needed;
  return room;
}

void buffer_raw(struct buffer *b, const void *bytes, size_t length) {
  uint8_t *room = buffer_room(b, length);
  if (room && length) memcpy(room, bytes, length);
}

void buffer_u32(struct buffer *b, uint32_t value) { buffer_raw(b, &value, sizeof value); }
void buffer_i32(struct buffer *b, int32_t value) { buffer_raw(b, &value, sizeof value); }
void buffer_u64(struct buffer *b, uint64_t value) { buffer_raw(b, &value, sizeof value); }

void buffer_bytes(struct buffer *b, const void *bytes, uint64_t length) {
  if (length > OW_WIRE_MESSAGE_MAX) {
    b->failed = true;
    return;
  }
  buffer_u32(b, (uint32_t)length);
  buffer_raw(b, bytes, (size_t)length);
}

void buffer_str(struct buffer *b, ow_str text) { buffer_bytes(b, text.p, text.n); }
void buffer_text(struct buffer *b, const char *text) { buffer_bytes(b, text, strlen(text)); }

void buffer_free(struct buffer *b) {
  free(b->bytes);
  *b = (struct buffer){0};
}

static void cursor_take(struct cursor *c, void *into, size_t length) {
  if (c->bad || c->left < length) {
    c->bad = true;
    memset(into, 0, length);
    return;
  }
  memcpy(into, c->next, length);
  c->next += length;
  c->left -= length;
}

uint32_t cursor_u32(struct cursor *c) {
  uint32_t value;
  cursor_take(c, &value, sizeof value);
  return value;
}

int32_t cursor_i32(struct cursor *c) {
  int32_t value;
  cursor_take(c, &value, sizeof value);
  return value;
}

uint64_t cursor_u64(struct cursor *c) {
  uint64_t value;
  cursor_take(c, &value, sizeof value);
  return value;
}

ow_bytes cursor_bytes(struct cursor *c) {
  uint32_t length = cursor_u32(c);
  if (c->bad || c->left < length) {
    c->bad = true;
    return (ow_bytes){NULL, 0};
  }
  ow_bytes field = {c->next, length};
  c->next += length;
  c->left -= length;
  return field;
}

ow_str cursor_str(struct cursor *c) {
  ow_bytes field = cursor_bytes(c);
  return (ow_str){(const char *)field.p, field.n};
}

bool cursor_done(const struct cursor *c) { return !c->bad && c->left == 0; }

bool utf8_valid(const uint8_t *bytes, size_t length) {
  for (size_t i = 0; i < length;) {
    uint8_t lead = bytes[i];
    size_t extra;
    uint32_t value, least;
    if (lead < 0x80) {
      i++;
      continue;
    } else if ((lead & 0xe0) == 0xc0) {
      extra = 1, value = lead & 0x1fu, least = 0x80;
    } else if ((lead & 0xf0) == 0xe0) {
      extra = 2, value = lead & 0x0fu, least = 0x800;
    } else if ((lead & 0xf8) == 0xf0) {
      extra = 3, value = lead & 0x07u, least = 0x10000;
    } else {
      return false;
    }
    if (length - i <= extra) return false;
    for (size_t k = 1; k <= extra; k++) {
      if ((bytes[i + k] & 0xc0) != 0x80) return false;
      value = value << 6 | (bytes[i + k] & 0x3fu);
    }
    if (value < least || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) return false;
    i += extra + 1;
  }
  return true;
}

size_t utf8_cut(const char *text, size_t length, size_t limit) {
  if (length <= limit) return length;
  size_t end = limit;
  while (end > 0 && ((uint8_t)text[end] & 0xc0) == 0x80) end--;
  return end;
}
