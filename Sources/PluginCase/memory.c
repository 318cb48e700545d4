#define _GNU_SOURCE 1
#include "memory.h"

#include <elf.h>
#include <errno.h>
#include <link.h>
#include <malloc.h>
#include <stdlib.h>
#include <sys/auxv.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

static _Thread_local uint32_t inside;
static int64_t live_bytes, live_blocks, fail_in = -1;
static uint64_t allocations, refused;
static bool fail_on;

void memory_enter_plugin(uint32_t depth) { inside = depth; }

uint32_t memory_leave_plugin(void) {
  uint32_t depth = inside;
  inside = 0;
  return depth;
}

bool memory_in_plugin(void) { return inside != 0; }
int64_t memory_live_bytes(void) { return __atomic_load_n(&live_bytes, __ATOMIC_RELAXED); }
int64_t memory_live_blocks(void) { return __atomic_load_n(&live_blocks, __ATOMIC_RELAXED); }
uint64_t memory_plugin_allocations(void) { return __atomic_load_n(&allocations, __ATOMIC_RELAXED); }
void memory_reset_plugin_allocations(void) { __atomic_store_n(&allocations, 0, __ATOMIC_RELAXED); }
uint64_t memory_refused(void) { return __atomic_load_n(&refused, __ATOMIC_RELAXED); }

void memory_fail(int64_t n, bool from_there_on) {
  __atomic_store_n(&fail_on, from_there_on, __ATOMIC_RELAXED);
  __atomic_store_n(&refused, 0, __ATOMIC_RELAXED);
  __atomic_store_n(&fail_in, n, __ATOMIC_RELAXED);
}

static uintptr_t loader_start, loader_end;

static int note_loader(struct dl_phdr_info *info, size_t size, void *unused) {
  (void)size, (void)unused;
  if (info->dlpi_addr != loader_start) return 0;
  for (size_t i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
    uintptr_t end = loader_start + segment->p_vaddr + segment->p_memsz;
    if (segment->p_type == PT_LOAD && end > loader_end) loader_end = end;
  }
  return 1;
}

void memory_prepare(void) {
  loader_start = (uintptr_t)getauxval(AT_BASE);
  dl_iterate_phdr(note_loader, NULL);
}

/* The loader makes a thread's copy of thread-local variables when they are first touched, on the plugin's behalf. */
static bool refuse(const void *caller) {
  if (!inside) return false;
  if ((uintptr_t)caller >= loader_start && (uintptr_t)caller < loader_end) return false;
  __atomic_add_fetch(&allocations, 1, __ATOMIC_RELAXED);
  if (__atomic_load_n(&fail_in, __ATOMIC_RELAXED) < 0) return false;
  int64_t left = __atomic_fetch_sub(&fail_in, 1, __ATOMIC_RELAXED);
  if (left > 0) return false;
  /* left went below zero: keep it there for "from there on", switch off otherwise. */
  __atomic_store_n(&fail_in, __atomic_load_n(&fail_on, __ATOMIC_RELAXED) ? 0 : -1, __ATOMIC_RELAXED);
  __atomic_add_fetch(&refused, 1, __ATOMIC_RELAXED);
  errno = ENOMEM;
  return true;
}

static void *taken(void *memory) {
  if (memory) {
    __atomic_add_fetch(&live_bytes, (int64_t)malloc_usable_size(memory), __ATOMIC_RELAXED);
    __atomic_add_fetch(&live_blocks, 1, __ATOMIC_RELAXED);
  }
  return memory;
}

static void given(void *memory) {
  if (!memory) return;
  __atomic_sub_fetch(&live_bytes, (int64_t)malloc_usable_size(memory), __ATOMIC_RELAXED);
  __atomic_sub_fetch(&live_blocks, 1, __ATOMIC_RELAXED);
}

void *malloc(size_t n) { return refuse(__builtin_return_address(0)) ? NULL : taken(__libc_malloc(n)); }
void *calloc(size_t n, size_t size) {
  return refuse(__builtin_return_address(0)) ? NULL : taken(__libc_calloc(n, size));
}

void free(void *memory) {
  given(memory);
  __libc_free(memory);
}

void *realloc(void *memory, size_t n) {
  if (refuse(__builtin_return_address(0))) return NULL;
  int64_t before = memory ? (int64_t)malloc_usable_size(memory) : 0;
  void *moved = __libc_realloc(memory, n);
  if (!moved && n) return NULL;
  __atomic_sub_fetch(&live_bytes, before, __ATOMIC_RELAXED);
  if (memory) __atomic_sub_fetch(&live_blocks, 1, __ATOMIC_RELAXED);
  return taken(moved);
}

void *memalign(size_t align, size_t n) {
  return refuse(__builtin_return_address(0)) ? NULL : taken(__libc_memalign(align, n));
}
void *aligned_alloc(size_t align, size_t n) {
  return refuse(__builtin_return_address(0)) ? NULL : taken(__libc_memalign(align, n));
}

int posix_memalign(void **out, size_t align, size_t n) {
  if (align < sizeof(void *) || (align & (align - 1)) != 0) return EINVAL;
  int error = errno;
  void *memory = refuse(__builtin_return_address(0)) ? NULL : taken(__libc_memalign(align, n));
  errno = error;
  if (!memory) return ENOMEM;
  *out = memory;
  return 0;
}
