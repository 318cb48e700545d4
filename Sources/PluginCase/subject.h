/* subject.h - the plugin under test and what a case does with it. Every function that calls the plugin watches the
 * clock: what does not come back is a fault and ends the process. */
#ifndef SUBJECT_H
#define SUBJECT_H

#include "bench.h"

#define EXIT_STUCK 4 /* the plugin did not come back; a fault says where */

struct ask { /* one run() */
  uint32_t probe;
  ow_bytes params, previous;
  uint64_t previous_unix_ns;
  uint32_t attempt, format;
  ow_target target;
  uint64_t timeout_ns;      /* 0 = the probe's; UINT64_MAX = already over */
  uint64_t cancel_after_ns; /* 0 = not by the clock */
  bool no_result_expected;  /* the input is not what a host sends: OW_OK needs no valid result */
};

struct outcome {
  ow_rc rc, fail_code;
  bool has_result;
  uint8_t *result; /* to be freed by outcome_free() */
  uint64_t result_length, wall_ns, cancel_latency_ns;
  uint32_t event_count;
  uint64_t events_hash, result_hash;
  char cookie[24];
  bool foreign_cookie;
};

extern struct subject {
  void *object;
  const ow_plugin *given;
  ow_plugin plugin; /* the part of *given that it says it has */
  uint64_t load_ns, entry_ns;
} subject;

/* dlopen and dlsym as the runner does them; ends the case with a fault if that fails. */
void subject_open(const char *path);
/* The entry point and the descriptor; ends the case with a fault if there is nothing to call. */
void subject_enter(void);
/* Both, and the spies. */
void subject_load(const char *path);

/* create() on the next free host. */
ow_rc subject_create(ow_bytes config, int32_t format, void **inst, struct host **host);
/* Creates with the first valid configuration; ends the case with a fault if that fails. */
void *subject_start(struct host **host);
void subject_destroy(struct host *host, void *inst);
ow_rc subject_configure(void *inst, ow_bytes config, int32_t format);
ow_rc subject_health(struct host *host, void *inst, bool cancelled);
const void *subject_extension(void *inst, ow_str id, uint32_t min_size);

struct ask ask_plain(uint32_t probe);
struct outcome subject_run(struct host *host, void *inst, const struct ask *ask);
/* The rules for what run() gives back; shown = the result and the events go into the report, to be validated. */
void outcome_check(const struct outcome *outcome, const char *what, bool shown);
void outcome_free(struct outcome *outcome);
/* run, check, free; the code. */
ow_rc subject_try(struct host *host, void *inst, const struct ask *ask, const char *what, bool shown);

/* Ends a case before its end, after a fault or skip was reported. */
_Noreturn void case_over(void);
/* Before and after anything that calls into the plugin on this thread. */
void watch_begin(const char *what, uint64_t limit_ns);
void watch_end(void);

#endif
