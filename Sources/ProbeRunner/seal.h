/* seal.h - what the process gives up before any of the plugin's code runs, and after it is loaded. */
#ifndef SEAL_H
#define SEAL_H

#include <stdint.h>

/* Dies with the host, and has no business without it. First thing in main(). */
void seal_to_parent(void);
/* Closes every file but 0-2, the socket and the plugin's. */
void seal_files(uint32_t plugin_fd);
/* Before dlopen(): constructors are the plugin's code. NULL, or what could not be given up. */
const char *seal_before_load(void);
/* After dlopen(), before the first call. NULL, or what could not be given up. */
const char *seal_after_load(void);

#endif
