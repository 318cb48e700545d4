#define _GNU_SOURCE
#include "ow_poller.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>

#define READY_MAX 8

int ow_poller_open(void) {
  int poller = epoll_create1(EPOLL_CLOEXEC);
  return poller < 0 ? -errno : poller;
}

int ow_poller_watch(int poller, int fd, uint32_t events) {
  struct epoll_event event = {.data.fd = fd};
  if (events & OW_POLLER_READ) event.events |= EPOLLIN;
  if (events & OW_POLLER_WRITE) event.events |= EPOLLOUT;
  int rc = epoll_ctl(poller, events == 0 ? EPOLL_CTL_DEL : EPOLL_CTL_MOD, fd, &event);
  if (rc != 0 && events != 0 && errno == ENOENT) rc = epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event);
  return rc != 0 ? -errno : 0;
}

int ow_poller_wait(int poller, ow_ready *ready, int waits) {
  struct epoll_event events[READY_MAX];
  int count = epoll_wait(poller, events, READY_MAX, waits ? -1 : 0);
  for (int i = 0; i < count; i++) {
    uint32_t seen = events[i].events;
    ready[i].fd = events[i].data.fd;
    ready[i].events = (seen & EPOLLOUT ? OW_POLLER_WRITE : 0) | (seen & ~(uint32_t)EPOLLOUT ? OW_POLLER_READ : 0);
  }
  return count < 0 ? 0 : count;
}

int ow_timer_open(void) {
  int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  return timer < 0 ? -errno : timer;
}

void ow_timer_set(int timer, uint64_t at) {
  struct itimerspec time = {0};
  if (at != UINT64_MAX) {
    time.it_value.tv_sec = (time_t)(at / 1000000000u);
    time.it_value.tv_nsec = (long)(at % 1000000000u);
    if (at == 0) time.it_value.tv_nsec = 1; /* 0 would be never */
  }
  (void)timerfd_settime(timer, TFD_TIMER_ABSTIME, &time, NULL);
}
