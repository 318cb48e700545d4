#define _GNU_SOURCE 1
#include "pool.h"

#include "crash.h"

#include <stdlib.h>
#include <stdnoreturn.h>

#define STACK_SIZE (2u * 1024u * 1024u)

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
    if (pool->busy == 0 && pool->queued == 0) pthread_cond_broadcast(&pool->changed);
  }
}

static bool start_thread(struct pool *pool) {
  pthread_attr_t attributes;
  if (pthread_attr_init(&attributes) != 0) return false;
  pthread_attr_setstacksize(&attributes, STACK_SIZE);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_t thread;
  bool started = pthread_create(&thread, &attributes, pool_thread, pool) == 0;
  pthread_attr_destroy(&attributes);
  return started;
}

bool pool_submit(struct pool *pool, void (*work)(void *), void *argument) {
  pthread_mutex_lock(&pool->lock);
  bool accepted = pool->queued < pool->capacity;
  if (accepted && pool->busy + pool->queued >= pool->threads && pool->threads < pool->threads_max) {
    if (start_thread(pool)) pool->threads++;
    accepted = pool->threads > 0;
  }
  if (accepted) {
    pool->ring[(pool->first + pool->queued) % pool->capacity] = (struct job){work, argument};
    pool->queued++;
    pthread_cond_broadcast(&pool->changed);
  }
  pthread_mutex_unlock(&pool->lock);
  return accepted;
}

void pool_wait_idle(struct pool *pool) {
  pthread_mutex_lock(&pool->lock);
  while (pool->busy > 0 || pool->queued > 0) pthread_cond_wait(&pool->changed, &pool->lock);
  pthread_mutex_unlock(&pool->lock);
}
