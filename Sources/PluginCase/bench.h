/* bench.h - the host that a plugin meets in a case: the semantics of the real runner, without a target behind it, and
 * with a plan of what goes wrong. */
#ifndef BENCH_H
#define BENCH_H

#include "facts.h"
#include "report.h"

#include <pthread.h>
#include <stdatomic.h>

#define HOSTS_MAX 4u
#define CALLS_MAX 64u
#define SESSIONS_MAX 64u
#define NS_PER_MS UINT64_C(1000000)
#define NS_PER_S UINT64_C(1000000000)

/* What commands, sections and files answer: the recording, or something a target may say as well. */
enum answers {
  ANSWER_PLAIN,
  ANSWER_EMPTY,
  ANSWER_BIG,
  ANSWER_BINARY,
  ANSWER_BAD_UTF8,
  ANSWER_NUL,
  ANSWER_CRLF,
  ANSWER_LOCALE,
  ANSWER_LONG_LINE,
  ANSWER_NO_NEWLINE,
  ANSWER_CUT,
  ANSWER_NOISE,
  ANSWER_MUTATED
};

struct plan {
  /* The fault_at-th service call that can fail returns fault_code, with fault_on every one from there. -1 = none. */
  int64_t fault_at;
  bool fault_on;
  ow_rc fault_code;
  /* The cancel_at-th service call finds its call cancelled. -1 = none. */
  int64_t cancel_at;
  /* open() fails at this rung with this code; the handle is given all the same if open_gives_handle. */
  ow_rc open_code;
  int32_t open_rung;
  bool open_gives_handle;

  enum answers answers;
  bool set_exit, set_verdict;
  int32_t exit_code, verdict;
  const char *signal;
  bool drip;           /* streams come in a few bytes at a time */
  bool larger_entries; /* sections have fields that this kit does not know */
  bool cookies;        /* answers carry a word that belongs to the call */

  int64_t unix_shift, mono_shift; /* added to the clocks, from the clock_jump_at-th look on */
  uint64_t clock_jump_at;
  bool frozen;       /* the clocks a plugin reads stand still */
  uint64_t delay_ns; /* of every service that may block */
  bool real_waits;   /* wait() sleeps; otherwise the clock is put forward */

  uint32_t emit_again; /* the first emits of a call say AGAIN */
  int64_t emit_limit;  /* events of a call, above which emit says LIMIT; -1 = the manifest's */
};

struct session {
  ow_ssh handle;
  bool open; /* or failed: good for info() and close() alone */
};

struct call {
  _Atomic uint64_t handle; /* 0 = closed */
  struct host *host;
  uint32_t generation, index, probe;
  ow_target target;
  uint64_t deadline;
  char cookie[24];

  pthread_mutex_t lock; /* guards what follows */
  pthread_cond_t changed;
  ow_rc cancel_rc;
  uint64_t cancelled_at;
  bool in_plugin;
  void **blocks; /* the arena */
  uint32_t block_count;
  struct session sessions[SESSIONS_MAX];
  uint32_t session_count;

  bool has_result;
  uint32_t result_calls;
  uint8_t *result;
  uint64_t result_length;
  ow_rc fail_code;
  struct line events;
  uint32_t event_count, emit_calls;
  uint32_t *event_counts;
};

/* One ow_host and the instance made with it. */
struct host {
  ow_host *given;
  bool alive; /* from create() to the return of destroy() */
};

struct bench {
  struct plan plan;
  struct host hosts[HOSTS_MAX];
  struct call calls[CALLS_MAX];
  uint64_t virtual_ns;
  _Atomic uint64_t clock_looks;
  _Atomic int64_t service_calls;  /* since bench_rewind(), of any kind */
  _Atomic int64_t fallible_calls; /* since bench_rewind(), of those that a plan can let fail */
  _Atomic uint64_t kv_version;
  bool missing_core, missing_ssh, missing_kv, missing_secret; /* service() does not give them */
  bool secrets_unknown, secrets_long;         /* no handle is in force; every secret is as long as one can be */
  bool lenient;                               /* the input is none that a host sends: names may be undeclared */
  bool deny_all;                              /* every service function says DENIED */
  bool shorter_tables;                        /* tables end where min_size ends */
  uint32_t future_slots;                      /* functions behind the end of the tables that this kit knows */
  uint32_t abi_minor, host_size;              /* 0 = as this kit has them */
  uint64_t seed;
};

extern struct bench bench;

/* The call whose plugin function this thread is inside of; NULL outside. */
extern _Thread_local struct call *current_call;

void bench_prepare(uint64_t seed);
/* A plan in which nothing goes wrong. */
struct plan plan_plain(void);
/* Takes a plan and starts counting again. */
void bench_rewind(struct plan plan);

/* A host of its own for another instance. */
struct host *bench_host(void);
struct host *bench_host_of(void *h);

struct call *call_open(struct host *host, uint32_t probe, ow_target target, uint64_t timeout_ns);
struct call *call_of(ow_call handle);
void call_cancel(struct call *call, ow_rc reason);
ow_rc call_state(struct call *call);
void *call_memory(struct call *call, uint64_t n, uint64_t align);
/* The handle dies; what was collected stays until call_release(). */
void call_close(struct call *call);
void call_release(struct call *call);
struct session *call_session(struct call *call, ow_ssh handle);

uint64_t bench_mono(void);
uint64_t real_ns(void);

/* Deterministic from the seed. */
uint64_t random_next(void);
uint64_t random_below(uint64_t bound);

extern const ow_core_v1 bench_core;
extern const ow_ssh_v1 bench_ssh;
extern const ow_kv_v1 bench_kv;
extern const ow_secret_v1 bench_secret;
void kv_clear(void);

#endif
