#define _GNU_SOURCE 1
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct bench bench;
_Thread_local struct call *current_call;

static uint64_t random_state;
static pthread_mutex_t random_lock = PTHREAD_MUTEX_INITIALIZER;

uint64_t random_next(void) { /* splitmix64 */
  pthread_mutex_lock(&random_lock);
  uint64_t z = (random_state += 0x9e3779b97f4a7c15u);
  pthread_mutex_unlock(&random_lock);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

uint64_t random_below(uint64_t bound) { return bound ? random_next() % bound : 0; }

uint64_t real_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * NS_PER_S + (uint64_t)now.tv_nsec;
}

uint64_t bench_mono(void) { return real_ns() + __atomic_load_n(&bench.virtual_ns, __ATOMIC_RELAXED); }

struct plan plan_plain(void) {
  return (struct plan){
      .fault_at = -1, .cancel_at = -1, .emit_limit = -1, .open_gives_handle = true, .clock_jump_at = UINT64_MAX};
}

void bench_rewind(struct plan plan) {
  bench.plan = plan;
  atomic_store(&bench.service_calls, 0);
  atomic_store(&bench.fallible_calls, 0);
  atomic_store(&bench.clock_looks, 0);
}

void bench_prepare(uint64_t seed) {
  bench.seed = seed;
  random_state = seed;
  pthread_condattr_t monotonic;
  pthread_condattr_init(&monotonic);
  pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
  for (uint32_t i = 0; i < CALLS_MAX; i++) {
    struct call *call = &bench.calls[i];
    call->index = i;
    call->generation = (uint32_t)(random_next() & 0x3fffffffu);
    pthread_mutex_init(&call->lock, NULL);
    pthread_cond_init(&call->changed, &monotonic);
  }
  bench_rewind(plan_plain());
}

struct host *bench_host_of(void *h) {
  for (uint32_t i = 0; i < HOSTS_MAX; i++) {
    if (h == &bench.hosts[i] && bench.hosts[i].given) return &bench.hosts[i];
  }
  return NULL;
}

struct call *call_open(struct host *host, uint32_t probe, ow_target target, uint64_t timeout_ns) {
  for (uint32_t i = 0; i < CALLS_MAX; i++) {
    struct call *call = &bench.calls[i];
    pthread_mutex_lock(&call->lock);
    if (call->host) {
      pthread_mutex_unlock(&call->lock);
      continue;
    }
    call->host = host;
    call->probe = probe;
    call->target = target;
    call->generation = (call->generation % 0x7ffffffeu) + 1;
    call->deadline = timeout_ns ? bench_mono() + timeout_ns : 0;
    call->event_counts = calloc(facts.event_count + 1, sizeof *call->event_counts);
    snprintf(call->cookie, sizeof call->cookie, "owck%08x", (uint32_t)(bench.seed * 2654435761u + target));
    atomic_store(&call->handle, (uint64_t)call->generation << 32 | (i + 1));
    pthread_mutex_unlock(&call->lock);
    return call;
  }
  fprintf(stderr, "openwatch-plugin-case: more than %u calls at once\n", CALLS_MAX);
  abort();
}

struct call *call_of(ow_call handle) {
  uint32_t index = (uint32_t)handle - 1u;
  if (handle == 0 || index >= CALLS_MAX) return NULL;
  struct call *call = &bench.calls[index];
  return atomic_load(&call->handle) == handle ? call : NULL;
}

static void cancel_locked(struct call *call, ow_rc reason) {
  if (call->cancel_rc == OW_OK) {
    call->cancel_rc = reason;
    call->cancelled_at = real_ns();
  }
  pthread_cond_broadcast(&call->changed);
}

void call_cancel(struct call *call, ow_rc reason) {
  pthread_mutex_lock(&call->lock);
  cancel_locked(call, reason);
  pthread_mutex_unlock(&call->lock);
}

ow_rc call_state(struct call *call) {
  pthread_mutex_lock(&call->lock);
  if (call->cancel_rc == OW_OK && call->deadline != 0 && bench_mono() >= call->deadline) {
    cancel_locked(call, OW_E_DEADLINE);
  }
  ow_rc rc = call->cancel_rc;
  pthread_mutex_unlock(&call->lock);
  return rc;
}

void *call_memory(struct call *call, uint64_t n, uint64_t align) {
  if (align == 0 || (align & (align - 1)) != 0 || align > 4096 || n > 64 * 1024 * 1024) return NULL;
  void *block = NULL;
  if (posix_memalign(&block, align < 16 ? 16 : align, n ? n : 1) != 0) return NULL;
  memset(block, 0xa5, n ? n : 1);
  pthread_mutex_lock(&call->lock);
  void **blocks = realloc(call->blocks, (call->block_count + 1) * sizeof *blocks);
  if (blocks) {
    call->blocks = blocks;
    blocks[call->block_count++] = block;
  }
  pthread_mutex_unlock(&call->lock);
  if (blocks) return block;
  free(block);
  return NULL;
}

void call_close(struct call *call) {
  pthread_mutex_lock(&call->lock);
  atomic_store(&call->handle, 0);
  pthread_cond_broadcast(&call->changed);
  pthread_mutex_unlock(&call->lock);
}

void call_release(struct call *call) {
  pthread_mutex_lock(&call->lock);
  for (uint32_t i = 0; i < call->block_count; i++) free(call->blocks[i]);
  free(call->blocks);
  free(call->result);
  free(call->events.bytes);
  free(call->event_counts);
  call->blocks = NULL;
  call->result = NULL;
  call->events = (struct line){0};
  call->event_counts = NULL;
  call->block_count = call->session_count = call->event_count = call->emit_calls = call->result_calls = 0;
  call->result_length = call->cancelled_at = call->deadline = 0;
  call->has_result = call->in_plugin = false;
  call->cancel_rc = call->fail_code = OW_OK;
  call->host = NULL;
  pthread_mutex_unlock(&call->lock);
}

struct session *call_session(struct call *call, ow_ssh handle) {
  for (uint32_t i = 0; i < call->session_count; i++) {
    if (call->sessions[i].handle == handle && handle != 0) return &call->sessions[i];
  }
  return NULL;
}
