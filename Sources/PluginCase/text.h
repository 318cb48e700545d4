/* text.h - what is true of bytes and codes, whoever sent them. */
#ifndef TEXT_H
#define TEXT_H

#include "ow_types.h"

#include <stdbool.h>

static inline bool utf8_valid(const void *text, uint64_t n) {
  const uint8_t *p = text;
  for (uint64_t i = 0; i < n;) {
    uint8_t c = p[i];
    uint32_t more = c < 0x80                ? 0
                    : c >= 0xc2 && c < 0xe0 ? 1
                    : c >= 0xe0 && c < 0xf0 ? 2
                    : c >= 0xf0 && c < 0xf5 ? 3
                                            : 9;
    if (more == 9 || more >= n - i) return false;
    for (uint32_t k = 1; k <= more; k++) {
      if ((p[i + k] & 0xc0) != 0x80) return false;
    }
    if ((c == 0xe0 && p[i + 1] < 0xa0) || (c == 0xed && p[i + 1] > 0x9f) || (c == 0xf0 && p[i + 1] < 0x90) ||
        (c == 0xf4 && p[i + 1] > 0x8f)) {
      return false;
    }
    i += more + 1;
  }
  return true;
}

static inline bool code_known(ow_rc rc) { return (rc <= OW_OK && rc >= OW_E_LICENSE) || rc == OW_E_INTERNAL; }

#endif
