/* signatures.h - every function of the ABI, as data: what spies are built from, and what the fuzzer calls. */
#ifndef SIGNATURES_H
#define SIGNATURES_H

#include <ffi.h>
#include <stdint.h>

#define ARGUMENTS_MAX_OF_SLOT 8u

/* Types are letters: v nothing, i int32_t, u uint32_t, U uint64_t, p pointer, s ow_str or ow_bytes. */
struct signature {
  const char *service; /* "" for ow_host, "plugin" for ow_plugin */
  const char *name;
  uint32_t offset;
  char result;
  const char *arguments;
  uint32_t flags;
};

enum {
  SLOT_CALL = 1,      /* the second argument is a call, which must be open */
  SLOT_ANYTIME = 2,   /* it may be none, too */
  SLOT_SESSION = 4,   /* the third is a session of that call */
  SLOT_FAILED = 8,    /* of one that could not be opened, too */
  SLOT_FALLIBLE = 16, /* a plan can let it fail */
  SLOT_OUT = 32       /* the last argument is a pointer to what is handed out; zero on failure */
};

extern const struct signature signatures[];
extern const uint32_t signature_count;

ffi_type *type_of(char letter);

#endif
