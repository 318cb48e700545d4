#define _GNU_SOURCE 1
#include "reader.h"

#include "clock.h"
#include "crash.h"
#include "dispatch.h"
#include "thread.h"
#include "wire.h"

#include <stdatomic.h>

#define WATCH_NS (UINT64_C(1000000)) /* a call that lasts longer than one or two of these is a long one */
#define QUIET_WATCHES 32u            /* without any call, then the watcher sleeps until it is woken */
#define LONG_CALL_NS (UINT64_C(200000))
#define LEARN_MAX_NS (UINT64_C(10000000))

/* Odd while it is lent. Each change adds one, and whoever brings it from odd to even has the role. */
static _Atomic uint64_t role;
static _Thread_local bool lost_role;

static atomic_uint waiting;          /* threads that wait for the host */
static _Atomic uint64_t usual_ns;    /* what calls take of late */
static atomic_bool is_watched;       /* a watcher is there and looks at the role by itself */

static struct {
  pthread_mutex_t lock;
  pthread_cond_t watch, idle;
  uint32_t threads, threads_max;
  uint32_t spare;   /* threads that wait to become the watcher */
  uint32_t coming;  /* threads that were started and are not there yet */
  bool has_watcher; /* it may sleep, though */
  bool is_urgent;   /* the role is to be taken over at once, if it is lent */
} crew = {.lock = PTHREAD_MUTEX_INITIALIZER};

static bool take_over(uint64_t lent) { return atomic_compare_exchange_strong(&role, &lent, lent + 1); }

/* One look at the role; true if this thread has it now. The crew is locked. */
static bool look(uint64_t *seen, uint32_t *quiet) {
  uint64_t now = atomic_load(&role);
  bool is_lent = (now & 1) != 0;
  bool is_long = is_lent && now == *seen;
  *quiet = now == *seen && !is_lent ? *quiet + 1 : 0;
  *seen = now;
  bool urgent = crew.is_urgent;
  crew.is_urgent = false;
  return is_lent && (is_long || urgent) && take_over(now);
}

/* Returns with the role. */
static void follow(void) {
  pthread_mutex_lock(&crew.lock);
  while (crew.has_watcher) {
    crew.spare++;
    pthread_cond_wait(&crew.idle, &crew.lock);
    crew.spare--;
  }
  crew.has_watcher = true;
  uint64_t seen = 0;
  uint32_t quiet = 0;
  atomic_store(&is_watched, true);
  while (!look(&seen, &quiet)) {
    if (quiet < QUIET_WATCHES) {
      struct timespec at = timespec_of(mono_now() + WATCH_NS);
      pthread_cond_timedwait(&crew.watch, &crew.lock, &at);
      continue;
    }
    atomic_store(&is_watched, false);
    /* Who lends the role and sees the line above, wakes; who did not see it, is seen here. */
    if ((atomic_load(&role) & 1) == 0) pthread_cond_wait(&crew.watch, &crew.lock);
    atomic_store(&is_watched, true);
    quiet = 0;
  }
  atomic_store(&is_watched, false);
  crew.has_watcher = false;
  pthread_mutex_unlock(&crew.lock);
}

static void lead(void) {
  lost_role = false;
  while (!lost_role) dispatch(wire_receive());
}

static void follow_and_lead(void) {
  follow();
  lead();
}

static void *follower(void *unused) {
  crash_watch_thread();
  pthread_mutex_lock(&crew.lock);
  crew.coming--;
  pthread_mutex_unlock(&crew.lock);
  for (;;) follow_and_lead();
  return unused;
}

bool reader_prepare(uint32_t threads_max) {
  pthread_condattr_t monotonic;
  if (pthread_condattr_init(&monotonic) != 0 || pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC) != 0 ||
      pthread_cond_init(&crew.watch, &monotonic) != 0 || pthread_cond_init(&crew.idle, &monotonic) != 0) {
    return false;
  }
  pthread_condattr_destroy(&monotonic);
  crew.threads_max = threads_max;
  crew.threads = 1; /* the main thread */
  return reader_can_lend();
}

_Noreturn void reader_main(void) {
  lead();
  for (;;) follow_and_lead();
}

bool reader_can_lend(void) {
  if (atomic_load(&is_watched)) return true;
  pthread_mutex_lock(&crew.lock);
  bool can = true;
  if (crew.has_watcher) {
    pthread_cond_signal(&crew.watch);
  } else if (crew.spare > 0) {
    pthread_cond_signal(&crew.idle);
  } else if (crew.coming == 0 && crew.threads < crew.threads_max) {
    can = thread_start(follower, NULL);
    if (can) {
      crew.threads++;
      crew.coming++;
    }
  } /* else one of them is just coming back from its call */
  pthread_mutex_unlock(&crew.lock);
  return can;
}

/* Has the role taken over now, if it is lent. */
static void hurry(void) {
  pthread_mutex_lock(&crew.lock);
  if ((atomic_load(&role) & 1) != 0) {
    crew.is_urgent = true;
    pthread_cond_signal(crew.has_watcher ? &crew.watch : &crew.idle);
  }
  pthread_mutex_unlock(&crew.lock);
}

void reader_lend(void (*work)(void *), void *argument) {
  uint64_t lent = atomic_load(&role) + 1;
  atomic_store(&role, lent);
  /* Again, now that it is lent: the watcher may have gone to sleep meanwhile. */
  if (!atomic_load(&is_watched)) reader_can_lend();
  if (atomic_load(&waiting) > 0 || atomic_load_explicit(&usual_ns, memory_order_relaxed) > LONG_CALL_NS) hurry();
  work(argument);
  lost_role = !take_over(lent);
}

void reader_learn(uint64_t call_ns) {
  if (call_ns > LEARN_MAX_NS) call_ns = LEARN_MAX_NS;
  uint64_t usual = atomic_load_explicit(&usual_ns, memory_order_relaxed);
  atomic_store_explicit(&usual_ns, usual - usual / 8 + call_ns / 8, memory_order_relaxed);
}

void reader_wait_begins(void) {
  atomic_fetch_add(&waiting, 1);
  if ((atomic_load(&role) & 1) != 0) hurry();
}

void reader_wait_ends(void) { atomic_fetch_sub(&waiting, 1); }
