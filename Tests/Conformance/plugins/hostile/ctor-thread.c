/* ctor-thread - starts a thread while it is loaded, one that rules made after the load do not bind by themselves. */
#include "hostile.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/mman.h>

static atomic_int turn;
static long library, page, filter_error;

static void *early(void *unused) {
  (void)unused;
  while (atomic_load(&turn) != 1) usleep(1000);
  int fd = open("/lib/x86_64-linux-gnu/libc.so.6", O_RDONLY | O_CLOEXEC);
  library = fd < 0 ? -errno : fd;
  void *code = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  page = code == MAP_FAILED ? -errno : 0;
  atomic_store(&turn, 2);
  return NULL;
}

__attribute__((constructor)) static void on_load(void) {
  pthread_t thread;
  filter_error = pthread_create(&thread, NULL, early, NULL);
}

static void attack(struct probe *p, ow_call c, const ow_request *request) {
  (void)p, (void)c, (void)request;
  found("started", filter_error);
  atomic_store(&turn, 1);
  while (atomic_load(&turn) != 2) usleep(1000);
  errno = (int)-library;
  found("library", library);
  errno = (int)-page;
  found("page", page);
}

HOSTILE("ctor-thread")
