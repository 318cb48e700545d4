/* memory-bomb - takes memory in every way that there is, until it gets no more. Answers in MiB. */
#include "hostile.h"

#include <sys/mman.h>

#define STEP (1ul << 20)
#define ENOUGH 4096l

static long take(int flags) {
  long taken = 0;
  while (taken < ENOUGH) {
    char *at = mmap(NULL, STEP, PROT_READ | PROT_WRITE, MAP_ANONYMOUS | flags, -1, 0);
    if (at == MAP_FAILED) break;
    memset(at, 1, STEP);
    taken++;
  }
  return taken;
}

static long take_by_protection(void) {
  char *room = mmap(NULL, ENOUGH * STEP, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (room == MAP_FAILED) return 0;
  long taken = 0;
  while (taken < ENOUGH && mprotect(room + (size_t)taken * STEP, STEP, PROT_READ | PROT_WRITE) == 0) {
    memset(room + (size_t)taken * STEP, 1, STEP);
    taken++;
  }
  return taken;
}

static void attack(struct probe *p, ow_call c, const ow_request *request) {
  (void)p, (void)c, (void)request;
  found("shared", take(MAP_SHARED));
  found("growing", take(MAP_PRIVATE | MAP_GROWSDOWN));
  found("file", syscall(SYS_memfd_create, "bomb", 0));
  found("segment", syscall(SYS_shmget, 0, STEP, 0600));
  long heap = 0;
  static char *blocks[ENOUGH];
  while (heap < ENOUGH && (blocks[heap] = malloc(STEP))) memset(blocks[heap++], 1, STEP);
  for (long i = 0; i < heap; i++) free(blocks[i]);
  found("heap", heap);
  found("protection", take_by_protection());
}

HOSTILE("memory-bomb")
