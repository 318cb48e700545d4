/* ow_threads.h - what Swift cannot reach of threads: names, as top and gdb show them. */
#ifndef OW_THREADS_H
#define OW_THREADS_H

#include <sys/prctl.h>

/* Names the calling thread; the kernel keeps 15 bytes. */
static inline void ow_name_this_thread(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }

#endif
