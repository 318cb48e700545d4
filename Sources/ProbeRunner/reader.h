/* reader.h - who reads the socket. One thread at a time has that role.
 *
 * The thread that reads a RUN runs it itself, so a short call costs no switch to another thread: it lends the role out
 * for as long as the call takes. Another thread, the watcher, takes a lent role over as soon as somebody waits for
 * the host, or when the call turns out to be a long one. The thread that lost the role is the next watcher.
 */
#ifndef READER_H
#define READER_H

#include <stdbool.h>
#include <stdint.h>

/* Once, before READY: starts the first watcher, and allows for threads_max threads that read or watch. */
bool reader_prepare(uint32_t threads_max);
/* [main thread] Reads and dispatches messages for ever. */
_Noreturn void reader_main(void);
/* [reading thread] True if somebody can take the role over; if not, a call must not be run here. */
bool reader_can_lend(void);
/* [reading thread] Does the work, which may take long, with the role lent out. */
void reader_lend(void (*work)(void *), void *argument);
/* How long the last call took: after long ones, the role is given away before the next one starts. */
void reader_learn(uint64_t call_ns);
/* [any thread] Around a wait for something that only a message of the host brings. */
void reader_wait_begins(void);
void reader_wait_ends(void);

#endif
