/* seal.h - what the process gives up before any of the plugin's code runs, and after it is loaded. */
#ifndef SEAL_H
#define SEAL_H

#include "sandbox.h"

/* Dies with the host, and has no business without it. First thing in main(). */
void seal_to_parent(void);
/* Closes every file but 0-2, the socket, the report pipe and the plugin's. */
void seal_files(uint32_t plugin_fd);
/* Before dlopen(): constructors are the plugin's code. `plugin_path` is NULL if the plugin comes by an open file. Fills
 * `sandbox`. NULL, or what could not be given up. */
const char *seal_before_load(const struct sandbox_wanted *wanted, const char *plugin_path, struct sandbox *sandbox);
/* 0 to 3: resource limits only, and system calls, and files or another user, and both. */
uint32_t seal_level(const struct sandbox *sandbox);
/* After dlopen(), before the first call. NULL, or what could not be given up. */
const char *seal_after_load(const struct sandbox *sandbox);

#endif
