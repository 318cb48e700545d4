/* state.h - what of the process belongs to the host and must be the same before and after a plugin's work. */
#ifndef STATE_H
#define STATE_H

#include <stdbool.h>
#include <stdint.h>

enum aspect {
  ASPECT_SIGNALS,
  ASPECT_MASK,
  ASPECT_LOCALE,
  ASPECT_UMASK,
  ASPECT_DIRECTORY,
  ASPECT_ENVIRONMENT,
  ASPECT_OUTPUT,
  ASPECT_LIMITS,
  ASPECT_FILES,
  ASPECT_THREADS,
  ASPECT_CHILDREN,
  ASPECT_FLOAT,
  ASPECT_TIMERS,
  ASPECT_PRIORITY,
  ASPECT_COUNT
};

struct state {
  char text[ASPECT_COUNT][2048];
};

/* Standard output becomes a file in memory, so that what is written to it is seen. Once, first of all. */
void state_prepare(void);
void state_take(struct state *state);
/* Waits a moment for threads that are just ending. */
void state_take_settled(struct state *state, const struct state *before);
bool state_same(const struct state *before, const struct state *after, enum aspect aspect);
const char *aspect_name(enum aspect aspect);
/* A Go runtime cannot do without threads, files and signal handlers of its own, and so runs in the runner alone. */
bool aspect_excused(enum aspect aspect);

uint32_t count_files(void);
uint32_t count_threads(void);

#endif
