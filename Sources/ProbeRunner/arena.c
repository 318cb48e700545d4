#define _GNU_SOURCE 1
#include "arena.h"

#include <stdlib.h>

#define BLOCK_SIZE (64u * 1024u)

struct arena_block {
  struct arena_block *next;
  void *memory; /* malloc'ed, of `capacity` bytes */
  size_t capacity, taken;
};

static struct arena_block *arena_add(struct arena *a, void *memory, size_t capacity) {
  size_t cost = capacity + sizeof(struct arena_block);
  if (cost > ARENA_LIMIT - a->used) return NULL;
  struct arena_block *block = malloc(sizeof *block);
  if (!block) return NULL;
  *block = (struct arena_block){a->blocks, memory, capacity, 0};
  a->blocks = block;
  a->used += cost;
  return block;
}

void *arena_take(struct arena *a, uint64_t length, uint64_t align) {
  if (align == 0 || (align & (align - 1)) != 0 || align > 4096 || length > ARENA_LIMIT) return NULL;
  if (length == 0) length = 1;
  struct arena_block *block = a->blocks;
  if (block) {
    uintptr_t at = (uintptr_t)block->memory + block->taken;
    uintptr_t start = (at + align - 1) & ~(uintptr_t)(align - 1);
    size_t end = (size_t)(start - (uintptr_t)block->memory) + (size_t)length;
    if (end <= block->capacity) {
      block->taken = end;
      return (void *)start;
    }
  }
  size_t capacity = (size_t)(length + align);
  if (capacity < BLOCK_SIZE) capacity = BLOCK_SIZE;
  if (capacity > ARENA_LIMIT - a->used) return NULL;
  void *memory = malloc(capacity);
  if (!memory) return NULL;
  block = arena_add(a, memory, capacity);
  if (!block) {
    free(memory);
    return NULL;
  }
  uintptr_t start = ((uintptr_t)memory + align - 1) & ~(uintptr_t)(align - 1);
  block->taken = (size_t)(start - (uintptr_t)memory) + (size_t)length;
  return (void *)start;
}

bool arena_adopt(struct arena *a, void *memory, size_t length) {
  struct arena_block *newest = a->blocks;
  struct arena_block *block = arena_add(a, memory, length);
  if (!block) return false;
  block->taken = length;
  if (newest) { /* keep the block that still has room in front */
    block->next = newest->next;
    newest->next = block;
    a->blocks = newest;
  }
  return true;
}

void arena_free(struct arena *a) {
  for (struct arena_block *block = a->blocks; block;) {
    struct arena_block *next = block->next;
    free(block->memory);
    free(block);
    block = next;
  }
  *a = (struct arena){0};
}
