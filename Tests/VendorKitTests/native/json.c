/* Exercises ow_json.h under the sanitizers. Ends with 0, or with the line of the first expectation that fails. */
#include <stdlib.h>

#include "kit/ow_kit.h"

#define EXPECT(condition) \
  do {                    \
    if (!(condition)) {   \
      fprintf(stderr, "line %d: %s\n", __LINE__, #condition); \
      return 1;           \
    }                     \
  } while (0)

static ow_bytes document(const char *text) {
  /* On the heap and without a NUL, so that a step too far is seen. */
  const size_t n = strlen(text);
  uint8_t *copy = malloc(n ? n : 1);
  memcpy(copy, text, n);
  const ow_bytes bytes = {copy, n};
  return bytes;
}

static int equal(ow_bytes bytes, const char *text) {
  return bytes.n == strlen(text) && memcmp(bytes.p, text, bytes.n) == 0;
}

static int writer(void) {
  char buffer[256];
  ow_json j = ow_json_make(buffer, sizeof buffer);
  ow_json_object(&j);
  ow_json_key(&j, "a\"b");
  ow_json_array(&j);
  ow_json_int(&j, INT64_MIN);
  ow_json_bool(&j, 1);
  ow_json_null(&j);
  ow_json_object(&j);
  ow_json_end(&j);
  ow_json_end(&j);
  ow_json_key(&j, "t");
  ow_json_text(&j, "\x01\\\n\xc3\xa4\xff\xe2\x82");
  ow_json_key(&j, "d");
  ow_json_double(&j, 0.5);
  EXPECT(ow_json_bytes(&j).n == 0); /* unfinished */
  ow_json_end(&j);
  EXPECT(equal(ow_json_bytes(&j),
               "{\"a\\\"b\":[-9223372036854775808,true,null,{}],"
               "\"t\":\"\\u0001\\\\\\u000a\xc3\xa4\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\",\"d\":0.5}"));

  /* Every size that is too small gives nothing, and nothing outside of the buffer is touched. */
  for (uint64_t size = 0; size < 9; size++) {
    uint8_t *small = malloc(size ? size : 1);
    j = ow_json_make(small, size);
    ow_json_object(&j);
    ow_json_key(&j, "key");
    ow_json_int(&j, 12);
    ow_json_end(&j);
    EXPECT(ow_json_bytes(&j).n == 0);
    free(small);
  }

  j = ow_json_make(buffer, sizeof buffer);
  ow_json_object(&j);
  ow_json_int(&j, 1); /* a value without a key */
  ow_json_end(&j);
  EXPECT(ow_json_bytes(&j).n == 0);
  j = ow_json_make(buffer, sizeof buffer);
  ow_json_int(&j, 1);
  ow_json_int(&j, 2); /* two documents */
  EXPECT(ow_json_bytes(&j).n == 0);
  j = ow_json_make(buffer, sizeof buffer);
  ow_json_double(&j, 1.0 / 0.0);
  EXPECT(ow_json_bytes(&j).n == 0);
  j = ow_json_make(buffer, sizeof buffer);
  for (int i = 0; i < 100; i++) ow_json_array(&j); /* too deep */
  for (int i = 0; i < 100; i++) ow_json_end(&j);
  EXPECT(ow_json_bytes(&j).n == 0);
  j = ow_json_make(buffer, sizeof buffer);
  ow_json_end(&j); /* closes nothing */
  EXPECT(ow_json_bytes(&j).n == 0);
  return 0;
}

static int reader(void) {
  const ow_bytes object = document(
      " { \"x\" : {\"value\":1,\"q\":\"}\\\"\"} , \"value\" : -42, \"big\":9223372036854775808, \"s\":\"a\\u00e4\\ud83d\\ude00\\n\","
      "\"f\":1.5, \"yes\":true, \"no\":false, \"list\":[1, [2,3] ,\"]\"] } ");
  int64_t number = 0;
  EXPECT(ow_json_int_or(object, "value", 7) == -42);
  EXPECT(ow_json_int_or(object, "missing", 7) == 7);
  EXPECT(ow_json_int_or(object, "f", 7) == 7);
  EXPECT(ow_json_int_or(object, "big", 7) == 7);
  EXPECT(ow_json_int_or(ow_json_member(object, "x"), "value", 7) == 1);
  EXPECT(!ow_json_as_int(ow_json_member(object, "s"), &number));
  EXPECT(ow_json_as_bool(ow_json_member(object, "yes")) == 1);
  EXPECT(ow_json_as_bool(ow_json_member(object, "no")) == 0);
  EXPECT(ow_json_as_bool(ow_json_member(object, "value")) == -1);
  char text[16];
  ow_str out = {NULL, 0};
  EXPECT(ow_json_as_string(ow_json_member(object, "s"), text, sizeof text, &out));
  EXPECT(out.n == 8 && memcmp(out.p, "a\xc3\xa4\xf0\x9f\x98\x80\n", 8) == 0);
  EXPECT(!ow_json_as_string(ow_json_member(object, "s"), text, 7, &out));

  uint64_t position = 0;
  ow_str key;
  ow_bytes value;
  const ow_bytes list = ow_json_member(object, "list");
  EXPECT(ow_json_next(list, &position, &key, &value) && equal(value, "1") && key.n == 0);
  EXPECT(ow_json_next(list, &position, &key, &value) && equal(value, "[2,3]"));
  EXPECT(ow_json_next(list, &position, &key, &value) && equal(value, "\"]\""));
  EXPECT(!ow_json_next(list, &position, &key, &value));
  free((void *)(uintptr_t)object.p);
  return 0;
}

/* Text that is no JSON may give anything, but it must end, and stay inside. */
static int garbage(void) {
  static const char alphabet[] = "{}[]\",:\\u0 1a-.te";
  uint32_t seed = 1;
  for (int round = 0; round < 200000; round++) {
    char text[24];
    uint32_t n = 0;
    seed = seed * 1664525u + 1013904223u;
    for (uint32_t length = seed >> 27; n < length && n < sizeof text - 1; n++) {
      seed = seed * 1664525u + 1013904223u;
      text[n] = alphabet[(seed >> 16) % (sizeof alphabet - 1)];
    }
    text[n] = 0;
    const ow_bytes bytes = document(text);
    uint64_t position = 0;
    ow_str key, out;
    ow_bytes value;
    char buffer[8];
    int64_t number;
    int steps = 0;
    while (ow_json_next(bytes, &position, &key, &value) && steps++ < 64) {
      ow_json_as_int(value, &number);
      ow_json_as_string(value, buffer, sizeof buffer, &out);
    }
    EXPECT(steps < 64);
    ow_json_member(bytes, "a");
    ow_json_as_string(bytes, buffer, sizeof buffer, &out);
    free((void *)(uintptr_t)bytes.p);
  }
  return 0;
}

int main(void) { return writer() || reader() || garbage(); }
