/* crash.h - says where a crash happened before the process dies of it. */
#ifndef CRASH_H
#define CRASH_H

/* Installs the handlers. `object` is the name that the plugin is loaded by; it must stay. */
void crash_watch(const char *object);
/* Gives the calling thread a stack for the handlers, so that an overflow of its own is told too. */
void crash_watch_thread(void);

#endif
