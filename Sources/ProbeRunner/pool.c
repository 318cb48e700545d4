#define _GNU_SOURCE 1
#include "pool.h"

#include "crash.h"
#include "thread.h"

#include <stdlib.h>
#include <stdnoreturn.h>

bool pool_prepare(struct pool *pool, uint32_t threads_max, uint32_t capacity) {
  *pool = (struct pool){.capacity = capacity, .threads_max = threads_max};
  pool->ring = calloc(capacity, sizeof *pool->ring);
  return pool->ring && pthread_mutex_init(&pool->lock, NULL) == 0 && pthread_cond_init(&pool->changed, NULL) == 0;
}

static noreturn void *pool_thread(void *argument) {
  struct pool *pool = argument;
  crash_watch_thread();
  pthread_mutex_lock(&pool->lock);
  for (;;) {
    while (pool->queued == 0) pthread_cond_wait(&pool->changed, &pool->lock);
    struct job job = pool->ring[pool->first];
    pool->first = (pool->first + 1) % pool->capacity;
    pool->queued--;
    pool->busy++;
    pthread_mutex_unlock(&pool->lock);
    job.work(job.argument);
    pthread_mutex_lock(&pool->lock);
    pool->busy--;
  }
}

bool pool_submit(struct pool *pool, void (*work)(void *), void *argument) {
  pthread_mutex_lock(&pool->lock);
  bool accepted = pool->queued < pool->capacity;
  if (accepted && pool->busy + pool->queued >= pool->threads && pool->threads < pool->threads_max) {
    if (thread_start(pool_thread, pool)) pool->threads++;
    accepted = pool->threads > 0;
  }
  if (accepted) {
    pool->ring[(pool->first + pool->queued) % pool->capacity] = (struct job){work, argument};
    pool->queued++;
    pthread_cond_signal(&pool->changed);
  }
  pthread_mutex_unlock(&pool->lock);
  return accepted;
}
