/* answers.h - what the target says. */
#ifndef ANSWERS_H
#define ANSWERS_H

#include "bench.h"

struct reply {
  int32_t exit_code, verdict;
  ow_str signal;
  bool truncated_out, truncated_err;
  ow_bytes out, err; /* in the call's arena */
};

/* kind as in struct answer. An answer that no recording has is empty. */
struct reply answer_to(struct call *call, char kind, ow_str id, ow_str arguments, uint64_t max_out, uint64_t max_err);

#endif
