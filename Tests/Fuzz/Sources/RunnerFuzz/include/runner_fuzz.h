/* runner_fuzz.h - the runner's reading of the host's bytes, as a function that returns. */
#ifndef RUNNER_FUZZ_H
#define RUNNER_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* Reads the bytes as the socket of a fresh runner would: HELLO, then messages until they end or break a rule. Returns
 * the runner's exit code. One thread at a time. */
int runner_fuzz_read(const uint8_t *bytes, size_t length);

#endif
