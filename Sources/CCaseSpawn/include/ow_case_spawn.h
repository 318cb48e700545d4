/* ow_case_spawn.h - what Swift cannot reach of posix_spawn: starting a process that inherits nothing but what it is given. */
#ifndef OW_CASE_SPAWN_H
#define OW_CASE_SPAWN_H

#include <sys/types.h>

#define OW_CASE_REPORT_FD 3

typedef struct ow_case_process {
  pid_t pid;  /* leader of a process group of its own */
  int report; /* reading ends; the caller closes them */
  int errors;
} ow_case_process;

/* Starts a program with an empty environment, /dev/null for standard input and output, `/` for a folder and the report on
 * descriptor 3. Returns 0 or a negative errno. */
int ow_spawn_case(const char *path, char *const arguments[], ow_case_process *out);

#endif
