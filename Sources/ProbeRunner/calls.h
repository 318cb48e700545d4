/* calls.h - the calls in flight: their handles, what they have produced so far, and how they are cancelled.
 *
 * A handle is a slot's index and its generation. A slot is never freed, so a stale or forged handle is found out by
 * comparing it with the slot's own, whatever the plugin does with it.
 */
#ifndef CALLS_H
#define CALLS_H

#include "arena.h"
#include "buffer.h"
#include "wire.h"

#include "ow_plugin.h"

#include <pthread.h>
#include <stdatomic.h>

#define SESSIONS_MAX 64u                      /* open SSH sessions of one call */
#define CANCEL_GRACE_NS (UINT64_C(2) * 1000000000) /* how long a service call outlives its call's cancellation */

/* A service request that waits for the host. Lives on the stack of the thread that made it. */
struct pending {
  struct pending *next;
  uint32_t seq;
  bool answered;
  struct message reply;
  /* Chunks that came before the reply, oldest first. */
  struct chunk *chunks, **chunks_end;
  size_t chunk_bytes;
  bool chunks_lost;
};

struct chunk {
  struct chunk *next;
  int32_t stream;
  ow_bytes data;
  struct message message; /* holds the data */
};

struct call {
  _Atomic uint64_t handle;   /* 0 = closed */
  _Atomic uint64_t running;  /* the handle too, until the call is cancelled: what cancelled() loads */
  _Atomic uint64_t deadline; /* CLOCK_MONOTONIC, 0 = none */
  atomic_bool taken;         /* only the reading thread takes a slot; whoever ran the call gives it back */
  uint32_t index;
  uint32_t generation;

  pthread_mutex_t lock; /* guards everything below; never held while sending, or while in the plugin */
  pthread_cond_t changed;
  uint64_t wire_call;
  uint32_t users;   /* threads inside a service function for this call */
  ow_rc cancel_rc;  /* OW_OK, or why it is cancelled */
  uint64_t give_up; /* when waiting service calls stop waiting; 0 = not cancelled */
  bool started;     /* run() or health() has been or is about to be called */
  bool hook_queued; /* and so has cancel() */
  struct pending *pending;
  struct arena arena;
  uint64_t sessions[SESSIONS_MAX];
  uint32_t session_count;

  /* RUN's body, and the request made of it. */
  struct message run;
  ow_request request;
  uint32_t event_types;
  uint32_t *event_max;
  uint32_t *event_counts;

  /* Events that are not sent yet, and credit in use by those that the host has not acknowledged. */
  struct buffer batch;
  uint32_t batch_count;
  uint32_t unacked, unacked_bytes;
  uint32_t emitted;

  /* The newest progress report, until it is sent. */
  uint32_t progress_done;
  char progress_stage[64];
  uint32_t progress_stage_length;
  bool progress_pending;
  uint64_t progress_sent_at;

  ow_rc fail_code; /* OW_OK = fail() was not called */
  struct buffer fail_message, fail_detail;
  struct buffer result;
  bool has_result;
};

/* Once, before READY. False if there is no memory. */
bool calls_prepare(uint32_t max_concurrent);

/* [reading thread] A slot for the host's call, or NULL if all are in use. The handle is live from here on. */
struct call *call_open(uint64_t wire_call, uint64_t deadline);
/* After the plugin's function has returned: the handle dies, service calls of stray threads are sent away and waited
 * for, and unsent events are sent. What the call produced is still there. */
void call_close(struct call *call);
/* Drops what the call produced and gives the slot back. */
void call_release(struct call *call);
/* How many calls can be open at a time. */
uint32_t calls_capacity(void);

/* A slot by the host's number, locked, or NULL. */
struct call *call_find(uint64_t wire_call);
/* Marks a locked call and wakes whoever waits in it. */
void call_cancel(struct call *call, ow_rc reason);

/* A service function begins: the slot behind a plugin's handle, unlocked, or NULL if the handle is not live. */
struct call *call_enter(void *h, ow_call handle);
/* And ends. */
void call_leave(struct call *call);
/* Cancelled or past its deadline: OW_E_CANCELLED, OW_E_DEADLINE, else OW_OK. The call is locked. */
ow_rc call_state(struct call *call);
/* Waits for a change until a CLOCK_MONOTONIC time. The call is locked. False at that time. */
bool call_wait(struct call *call, uint64_t until);
/* The same for a handle, without entering: not 0 for a handle that is not live, too. */
uint32_t call_is_cancelled(void *h, ow_call handle);

#endif
