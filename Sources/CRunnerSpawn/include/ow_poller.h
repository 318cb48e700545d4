/* ow_poller.h - waiting for the descriptors of one runner; epoll is not in Swift's Glibc module. */
#ifndef OW_POLLER_H
#define OW_POLLER_H

#include <stdint.h>

/* What a descriptor can be ready for. Errors and hang-ups show as readable. */
#define OW_POLLER_READ 1u
#define OW_POLLER_WRITE 2u

typedef struct ow_ready {
  int fd;
  uint32_t events;
} ow_ready;

/* A new poller, closed by close(), or a negative errno. */
int ow_poller_open(void);
/* Watches a descriptor for events, or for others than so far; 0 = not any more. 0 or a negative errno. */
int ow_poller_watch(int poller, int fd, uint32_t events);
/* Waits, or only looks. Fills in at most 8 entries and returns how many; 0 when interrupted. */
int ow_poller_wait(int poller, ow_ready *ready, int waits);
/* A timer that is readable from its time on, closed by close(), or a negative errno. */
int ow_timer_open(void);
/* Sets its time, CLOCK_MONOTONIC in nanoseconds; UINT64_MAX = never. Cheaper than a limit for each wait. */
void ow_timer_set(int timer, uint64_t at);

#endif
