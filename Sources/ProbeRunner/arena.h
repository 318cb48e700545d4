/* arena.h - memory that lives until a call ends: scratch() and everything a service hands out. */
#ifndef ARENA_H
#define ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ARENA_LIMIT (64u * 1024u * 1024u)

struct arena_block;

struct arena {
  struct arena_block *blocks; /* newest first */
  size_t used;                /* what all blocks take, at most ARENA_LIMIT */
};

/* NULL when the arena is used up, or if align is not a power of two of at most 4096. */
void *arena_take(struct arena *a, uint64_t length, uint64_t align);
/* Makes a malloc'ed buffer part of the arena. On false it is still the caller's. */
bool arena_adopt(struct arena *a, void *memory, size_t length);
void arena_free(struct arena *a);

#endif
