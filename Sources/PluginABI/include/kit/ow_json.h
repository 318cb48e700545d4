/* ow_json.h - writes and reads the small JSON documents that cross the plugin ABI. Header only; C11 and C++17.
 *
 * Nothing here allocates, and nothing reads or writes outside of the buffers it is given. Optional: the ABI does not
 * need it. Included by ow_kit.h.
 */
#ifndef OW_JSON_H
#define OW_JSON_H

#include <stdio.h>
#include <string.h>

#include "../ow_types.h"

#ifdef __cplusplus
extern "C" {
#endif

#define OW_JSON_DEPTH 32u

/* ---- writer: into a buffer of the caller ---------------------------------------------------------------------- */

typedef struct ow_json {
  uint8_t *p;
  uint64_t size, n;
  uint32_t depth;
  uint32_t bad;    /* the buffer is too small, or the calls do not make a document; sticks */
  uint32_t filled; /* bit d: level d has a member or element already */
  uint32_t arrays; /* bit d: level d is an array */
  uint32_t keyed;  /* a key waits for its value */
} ow_json;

/* The finished document is ow_json_bytes(). Faults stick, so that only the end needs a check. */
static inline ow_json ow_json_make(void *buffer, uint64_t size) {
  ow_json j;
  memset(&j, 0, sizeof j);
  j.p = (uint8_t *)buffer;
  j.size = size;
  return j;
}

static inline void ow_json_put_(ow_json *j, const void *bytes, uint64_t n) {
  if (j->bad || n > j->size - j->n) {
    j->bad = 1;
    return;
  }
  if (n) memcpy(j->p + j->n, bytes, n);
  j->n += n;
}

/* Writes the comma, and checks that a value may stand here. */
static inline void ow_json_value_(ow_json *j) {
  const uint32_t bit = 1u << (j->depth & 31u);
  const int is_member = j->depth > 0 && !(j->arrays & bit);
  if (is_member ? !j->keyed : (j->depth == 0 && j->n > 0)) j->bad = 1;
  if (!is_member && j->depth > 0 && (j->filled & bit)) ow_json_put_(j, ",", 1);
  j->filled |= bit;
  j->keyed = 0;
}

static inline void ow_json_open_(ow_json *j, int is_array) {
  ow_json_value_(j);
  if (j->depth + 1 >= OW_JSON_DEPTH) j->bad = 1;
  if (j->bad) return;
  ow_json_put_(j, is_array ? "[" : "{", 1);
  j->depth++;
  j->filled &= ~(1u << j->depth);
  j->arrays = is_array ? j->arrays | 1u << j->depth : j->arrays & ~(1u << j->depth);
}

static inline void ow_json_object(ow_json *j) { ow_json_open_(j, 0); }
static inline void ow_json_array(ow_json *j) { ow_json_open_(j, 1); }

/* Closes the innermost object or array. */
static inline void ow_json_end(ow_json *j) {
  if (j->depth == 0 || j->keyed) j->bad = 1;
  if (j->bad) return;
  ow_json_put_(j, j->arrays >> j->depth & 1u ? "]" : "}", 1);
  j->depth--;
}

/* Bytes of the UTF-8 character at p, 0 if there is none. */
static inline uint64_t ow_utf8_length(const uint8_t *p, uint64_t n) {
  if (n == 0) return 0;
  if (p[0] < 0x80) return 1;
  const uint64_t length = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
  if (p[0] < 0xc2 || p[0] > 0xf4 || length > n) return 0;
  for (uint64_t i = 1; i < length; i++)
    if ((p[i] & 0xc0) != 0x80) return 0;
  if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f)) return 0;
  if ((p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f)) return 0;
  return length;
}

static inline void ow_json_quote_(ow_json *j, ow_str s) {
  const uint8_t *p = (const uint8_t *)s.p;
  ow_json_put_(j, "\"", 1);
  for (uint64_t i = 0; i < s.n && !j->bad;) {
    const uint64_t length = ow_utf8_length(p + i, s.n - i);
    if (length == 0) {
      ow_json_put_(j, "\xef\xbf\xbd", 3); /* what a host prints need not be UTF-8 */
      i++;
    } else if (p[i] == '"' || p[i] == '\\') {
      const uint8_t escaped[2] = {'\\', p[i]};
      ow_json_put_(j, escaped, 2);
      i++;
    } else if (p[i] < 0x20) {
      char escaped[8];
      snprintf(escaped, sizeof escaped, "\\u%04x", p[i]);
      ow_json_put_(j, escaped, 6);
      i++;
    } else {
      ow_json_put_(j, p + i, length);
      i += length;
    }
  }
  ow_json_put_(j, "\"", 1);
}

static inline void ow_json_key(ow_json *j, const char *key) {
  const uint32_t bit = 1u << (j->depth & 31u);
  if (j->depth == 0 || (j->arrays & bit) || j->keyed) j->bad = 1;
  if (j->filled & bit) ow_json_put_(j, ",", 1);
  const ow_str text = {key, strlen(key)};
  ow_json_quote_(j, text);
  ow_json_put_(j, ":", 1);
  j->keyed = 1;
}

/* Invalid UTF-8 becomes U+FFFD. */
static inline void ow_json_string(ow_json *j, ow_str s) {
  ow_json_value_(j);
  ow_json_quote_(j, s);
}

static inline void ow_json_text(ow_json *j, const char *text) {
  const ow_str s = {text, strlen(text)};
  ow_json_string(j, s);
}

static inline void ow_json_int(ow_json *j, int64_t value) {
  char digits[24];
  ow_json_value_(j);
  ow_json_put_(j, digits, (uint64_t)snprintf(digits, sizeof digits, "%lld", (long long)value));
}

/* JSON has no infinity and no NaN: either makes the document bad. */
static inline void ow_json_double(ow_json *j, double value) {
  char digits[40];
  ow_json_value_(j);
  if (value != value || value - value != 0) j->bad = 1;
  ow_json_put_(j, digits, (uint64_t)snprintf(digits, sizeof digits, "%.17g", value));
}

static inline void ow_json_bool(ow_json *j, int value) {
  ow_json_value_(j);
  ow_json_put_(j, value ? "true" : "false", value ? 4 : 5);
}

static inline void ow_json_null(ow_json *j) {
  ow_json_value_(j);
  ow_json_put_(j, "null", 4);
}

/* Splices text that is JSON already. */
static inline void ow_json_raw(ow_json *j, ow_bytes json) {
  ow_json_value_(j);
  ow_json_put_(j, json.p, json.n);
}

/* The document; empty if it is unfinished or a call did not fit, so that nobody sends half of one. */
static inline ow_bytes ow_json_bytes(const ow_json *j) {
  ow_bytes bytes = {j->p, j->n};
  if (j->bad || j->depth > 0 || j->n == 0) {
    bytes.p = NULL;
    bytes.n = 0;
  }
  return bytes;
}

/* ---- reader: values are slices of the document ------------------------------------------------------------------ */

static inline int ow_json_is_space_(uint8_t c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

static inline uint64_t ow_json_skip_space_(ow_bytes v, uint64_t i) {
  while (i < v.n && ow_json_is_space_(v.p[i])) i++;
  return i;
}

/* The offset behind the value at i; v.n if it never ends. */
static inline uint64_t ow_json_skip_(ow_bytes v, uint64_t i) {
  uint64_t depth = 0;
  while (i < v.n) {
    const uint8_t c = v.p[i];
    if (c == '"') {
      for (i++; i < v.n && v.p[i] != '"'; i++)
        if (v.p[i] == '\\') i++;
      if (i >= v.n) return v.n;
      i++;
    } else if (c == '{' || c == '[') {
      depth++;
      i++;
      continue;
    } else if (c == '}' || c == ']') {
      if (depth == 0) return i;
      depth--;
      i++;
    } else if (c == ',' || c == ':' || ow_json_is_space_(c)) {
      if (depth == 0) return i;
      i++;
      continue;
    } else {
      while (i < v.n && v.p[i] != ',' && v.p[i] != '}' && v.p[i] != ']' && !ow_json_is_space_(v.p[i])) i++;
    }
    if (depth == 0) return i;
  }
  return v.n;
}

static inline ow_bytes ow_json_slice_(ow_bytes v, uint64_t from, uint64_t to) {
  ow_bytes slice = {NULL, 0};
  if (from < to && to <= v.n) {
    slice.p = v.p + from;
    slice.n = to - from;
  }
  return slice;
}

/* Steps through an object or array: *position starts at 0. Gives 1 and the next entry, or 0 at the end. For an array the
 * key is empty; an object's key is its raw text, so one with escapes in it equals nothing. */
static inline int ow_json_next(ow_bytes container, uint64_t *position, ow_str *key, ow_bytes *value) {
  uint64_t i = ow_json_skip_space_(container, *position);
  key->p = NULL;
  key->n = 0;
  if (i >= container.n) return 0;
  const int is_object = container.p[ow_json_skip_space_(container, 0)] == '{';
  if (*position == 0) {
    if (container.p[i] != '{' && container.p[i] != '[') return 0;
  } else if (container.p[i] != ',') {
    return 0;
  }
  i = ow_json_skip_space_(container, i + 1);
  if (is_object) {
    const uint64_t end = ow_json_skip_(container, i);
    if (i >= container.n || container.p[i] != '"' || end < i + 2) return 0;
    key->p = (const char *)container.p + i + 1;
    key->n = end - i - 2;
    i = ow_json_skip_space_(container, end);
    if (i >= container.n || container.p[i] != ':') return 0;
    i = ow_json_skip_space_(container, i + 1);
  }
  const uint64_t end = ow_json_skip_(container, i);
  *value = ow_json_slice_(container, i, end);
  *position = end;
  return value->n > 0;
}

/* The value of a key; empty if there is none. */
static inline ow_bytes ow_json_member(ow_bytes object, const char *name) {
  uint64_t position = 0;
  ow_str key;
  ow_bytes value = {NULL, 0};
  const uint64_t length = strlen(name);
  while (ow_json_next(object, &position, &key, &value))
    if (key.n == length && memcmp(key.p, name, length) == 0) return value;
  value.p = NULL;
  value.n = 0;
  return value;
}

/* 1 and the number if the value is an integer that fits, otherwise 0. */
static inline int ow_json_as_int(ow_bytes value, int64_t *out) {
  const int is_negative = value.n > 0 && value.p[0] == '-';
  uint64_t i = is_negative ? 1 : 0;
  int64_t number = 0;
  if (i == value.n) return 0;
  for (; i < value.n; i++) {
    if (value.p[i] < '0' || value.p[i] > '9') return 0;
    if (__builtin_mul_overflow(number, 10, &number)) return 0;
    const int64_t digit = value.p[i] - '0';
    if (__builtin_add_overflow(number, is_negative ? -digit : digit, &number)) return 0;
  }
  *out = number;
  return 1;
}

static inline int64_t ow_json_int_or(ow_bytes object, const char *key, int64_t fallback) {
  int64_t value;
  return ow_json_as_int(ow_json_member(object, key), &value) ? value : fallback;
}

/* 1 for true, 0 for false, -1 for anything else. */
static inline int ow_json_as_bool(ow_bytes value) {
  if (value.n == 4 && memcmp(value.p, "true", 4) == 0) return 1;
  return value.n == 5 && memcmp(value.p, "false", 5) == 0 ? 0 : -1;
}

static inline int ow_json_hex_(const uint8_t *p, uint32_t *out) {
  *out = 0;
  for (int i = 0; i < 4; i++) {
    const uint8_t c = p[i];
    const uint32_t digit = c >= '0' && c <= '9' ? c - '0' + 0u : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10u : 16u;
    if (digit == 16) return 0;
    *out = *out << 4 | digit;
  }
  return 1;
}

/* 1 and the text, decoded into the buffer, if the value is a string that fits, otherwise 0. */
static inline int ow_json_as_string(ow_bytes value, char *buffer, uint64_t size, ow_str *out) {
  uint64_t n = 0;
  if (value.n < 2 || value.p[0] != '"' || value.p[value.n - 1] != '"') return 0;
  for (uint64_t i = 1; i < value.n - 1; i++) {
    uint32_t c = value.p[i];
    uint8_t utf8[4];
    uint64_t length = 1;
    utf8[0] = (uint8_t)c;
    if (c == '\\') {
      static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
      i++;
      const char *known = value.p[i] ? strchr(from, value.p[i]) : NULL;
      if (known) {
        utf8[0] = (uint8_t)to[known - from];
      } else {
        uint32_t low;
        if (value.p[i] != 'u' || value.n - i < 6 || !ow_json_hex_(value.p + i + 1, &c)) return 0;
        i += 4;
        if (c >= 0xd800 && c < 0xdc00) {
          if (value.n - i < 8 || value.p[i + 1] != '\\' || value.p[i + 2] != 'u') return 0;
          if (!ow_json_hex_(value.p + i + 3, &low) || low < 0xdc00 || low > 0xdfff) return 0;
          c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
          i += 6;
        }
        length = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        for (uint64_t k = length; k > 1; k--, c >>= 6) utf8[k - 1] = (uint8_t)(0x80 | (c & 0x3f));
        utf8[0] = (uint8_t)(length == 1 ? c : (0xf00u >> length & 0xf0) | c);
      }
    }
    if (length > size - n) return 0;
    memcpy(buffer + n, utf8, length);
    n += length;
  }
  out->p = buffer;
  out->n = n;
  return 1;
}

#ifdef __cplusplus
}
#endif

#endif
