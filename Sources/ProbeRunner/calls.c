#define _GNU_SOURCE 1
#include "calls.h"

#include "clock.h"
#include "events.h"
#include "reader.h"
#include "runner.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

static struct call *slots;
static uint32_t slot_count;

bool calls_prepare(uint32_t max_concurrent) {
  /* A slot is given back just after its result was sent, so the host's next call may come a little earlier. */
  slot_count = 2 * max_concurrent + 4;
  slots = calloc(slot_count, sizeof *slots);
  if (!slots) return false;
  pthread_condattr_t monotonic;
  if (pthread_condattr_init(&monotonic) != 0 || pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC) != 0) {
    return false;
  }
  for (uint32_t i = 0; i < slot_count; i++) {
    uint32_t start = 0;
    if (getrandom(&start, sizeof start, GRND_NONBLOCK) != sizeof start) start = (uint32_t)mono_now();
    slots[i].index = i;
    slots[i].generation = start;
    if (pthread_mutex_init(&slots[i].lock, NULL) != 0 || pthread_cond_init(&slots[i].changed, &monotonic) != 0) {
      return false;
    }
  }
  pthread_condattr_destroy(&monotonic);
  return true;
}

struct call *call_open(uint64_t wire_call, uint64_t deadline) {
  for (uint32_t i = 0; i < slot_count; i++) {
    struct call *call = &slots[i];
    if (atomic_load_explicit(&call->taken, memory_order_acquire)) continue;
    pthread_mutex_lock(&call->lock);
    call->generation = (call->generation + 1) & 0x7fffffffu;
    if (call->generation == 0) call->generation = 1;
    uint64_t handle = (uint64_t)call->generation << 32 | (call->index + 1);
    call->wire_call = wire_call;
    atomic_store(&call->deadline, deadline);
    atomic_store(&call->handle, handle);
    atomic_store(&call->running, handle);
    atomic_store(&call->taken, true);
    pthread_mutex_unlock(&call->lock);
    return call;
  }
  return NULL;
}

void call_close(struct call *call) {
  pthread_mutex_lock(&call->lock);
  atomic_store(&call->handle, 0);
  atomic_store(&call->running, 0);
  pthread_cond_broadcast(&call->changed);
  while (call->users > 0) pthread_cond_wait(&call->changed, &call->lock);
  pthread_mutex_unlock(&call->lock);
  events_flush(call);
}

void call_release(struct call *call) {
  pthread_mutex_lock(&call->lock);
  arena_free(&call->arena);
  free(call->run.body);
  free(call->event_max); /* the counts are behind it, in the same allocation */
  buffer_free(&call->batch);
  buffer_free(&call->fail_message);
  buffer_free(&call->fail_detail);
  buffer_free(&call->result);
  call->run = (struct message){0};
  call->request = (ow_request){0};
  call->event_counts = call->event_max = NULL;
  call->event_types = call->batch_count = call->unacked = call->unacked_bytes = call->emitted = 0;
  call->session_count = 0;
  call->progress_pending = call->has_result = call->started = call->hook_queued = false;
  call->progress_sent_at = call->give_up = call->wire_call = 0;
  call->cancel_rc = call->fail_code = OW_OK;
  atomic_store_explicit(&call->taken, false, memory_order_release);
  pthread_mutex_unlock(&call->lock);
}

uint32_t calls_capacity(void) { return slot_count; }

struct call *call_find(uint64_t wire_call) {
  for (uint32_t i = 0; i < slot_count; i++) {
    struct call *call = &slots[i];
    if (!atomic_load(&call->taken)) continue;
    pthread_mutex_lock(&call->lock);
    if (atomic_load(&call->handle) != 0 && call->wire_call == wire_call) return call;
    pthread_mutex_unlock(&call->lock);
  }
  return NULL;
}

void call_cancel(struct call *call, ow_rc reason) {
  if (call->cancel_rc == OW_OK) {
    call->cancel_rc = reason;
    call->give_up = mono_now() + CANCEL_GRACE_NS;
  }
  atomic_store(&call->running, 0);
  pthread_cond_broadcast(&call->changed);
}

static struct call *slot_of(void *h, ow_call handle) {
  uint32_t index = (uint32_t)handle - 1u;
  if (h != &runner || handle == 0 || index >= slot_count) return NULL;
  struct call *call = &slots[index];
  return atomic_load(&call->handle) == handle ? call : NULL;
}

struct call *call_enter(void *h, ow_call handle) {
  struct call *call = slot_of(h, handle);
  if (!call) return NULL;
  pthread_mutex_lock(&call->lock);
  bool live = atomic_load(&call->handle) == handle;
  if (live) call->users++;
  pthread_mutex_unlock(&call->lock);
  return live ? call : NULL;
}

void call_leave(struct call *call) {
  pthread_mutex_lock(&call->lock);
  if (--call->users == 0 && atomic_load(&call->handle) == 0) pthread_cond_broadcast(&call->changed);
  pthread_mutex_unlock(&call->lock);
}

ow_rc call_state(struct call *call) {
  if (call->cancel_rc == OW_OK) {
    uint64_t deadline = atomic_load(&call->deadline);
    if (deadline != 0 && mono_now() >= deadline) {
      call_cancel(call, OW_E_DEADLINE);
    }
  }
  return call->cancel_rc;
}

bool call_wait(struct call *call, uint64_t until) {
  struct timespec at = timespec_of(until);
  reader_wait_begins();
  bool changed = pthread_cond_timedwait(&call->changed, &call->lock, &at) == 0;
  reader_wait_ends();
  return changed;
}

uint32_t call_is_cancelled(void *h, ow_call handle) {
  uint32_t index = (uint32_t)handle - 1u;
  if (h != &runner || handle == 0 || index >= slot_count) return 1;
  struct call *call = &slots[index];
  if (atomic_load_explicit(&call->running, memory_order_relaxed) != handle) return 1;
  uint64_t deadline = atomic_load_explicit(&call->deadline, memory_order_relaxed);
  return deadline != 0 && mono_now() >= deadline;
}
