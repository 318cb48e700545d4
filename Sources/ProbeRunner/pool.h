/* pool.h - a queue of jobs and the threads that work it off. Threads are started when there is work for them. */
#ifndef POOL_H
#define POOL_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

struct job {
  void (*work)(void *argument);
  void *argument;
};

struct pool {
  pthread_mutex_t lock;
  pthread_cond_t changed;
  struct job *ring;
  uint32_t capacity, first, queued;
  uint32_t threads, threads_max, busy;
};

bool pool_prepare(struct pool *pool, uint32_t threads_max, uint32_t capacity);
/* False if the queue is full, or if no thread could be started. */
bool pool_submit(struct pool *pool, void (*work)(void *), void *argument);

#endif
