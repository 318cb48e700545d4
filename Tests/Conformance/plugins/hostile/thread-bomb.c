/* thread-bomb - starts threads until none can be started. */
#include "hostile.h"

#include <pthread.h>

static void *sleeper(void *unused) {
  for (;;) pause();
  return unused;
}

static void attack(struct probe *p, ow_call c, const ow_request *request) {
  (void)p, (void)c, (void)request;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 16384);
  long threads = 0;
  pthread_t thread;
  while (threads < 100000 && pthread_create(&thread, &attributes, sleeper, NULL) == 0) threads++;
  found("threads", threads);
}

HOSTILE("thread-bomb")
