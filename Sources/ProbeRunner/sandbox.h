/* sandbox.h - the parts that seal.c puts together. Each says what took effect; none of them ends the process. */
#ifndef SANDBOX_H
#define SANDBOX_H

#include <stdbool.h>
#include <stdint.h>

/* What the host asks for, from HELLO. */
struct sandbox_wanted {
  uint32_t minimum_level; /* refuse to load below it */
  uint32_t uid, gid;      /* 0 = stay who we are */
  uint32_t threads;       /* of that uid, 0 = no limit */
};

/* What took effect. */
struct sandbox {
  uint32_t landlock_abi; /* 0 = none */
  uint32_t flags;        /* OW_WIRE_SANDBOX_... */
  uint32_t uid;
};

/* Another user without groups, and no capabilities whoever we are. NULL, or what failed. */
const char *sandbox_account(const struct sandbox_wanted *wanted, struct sandbox *sandbox);

/* Before the load: the system's libraries, and `plugin_path` unless it is NULL, may be read and executed; no TCP, no
 * abstract sockets, no signals to others, as far as the kernel knows those rules. */
void sandbox_files_before_load(const char *plugin_path, struct sandbox *sandbox);
/* After it: no file at all, for the calling thread and those it starts. False if the rules did not take. */
bool sandbox_files_after_load(const struct sandbox *sandbox);

/* The system calls that a plugin and its runtime need; everything else is refused and told. */
void sandbox_syscalls_before_load(struct sandbox *sandbox);
/* No more executable memory, files by name or rules. For all threads. False if the filter did not take. */
bool sandbox_syscalls_after_load(const struct sandbox *sandbox);

/* Catches what the filter refuses. Before the filter, which keeps the handler from being replaced. */
bool sandbox_trap_prepare(void);

#endif
