/* facts.h - what the manifest and the recordings of the package say, as the kit wrote it down for the cases.
 *
 * One fact a line: key, '=', fields with tabs between them; '%XX' stands for bytes that would end a field or a line.
 */
#ifndef FACTS_H
#define FACTS_H

#include "ow_plugin.h"

#include <stdbool.h>

struct command {
  ow_str id;
  uint32_t parameters;
  uint64_t max_stdout, max_stderr;
};

struct section {
  ow_str id;
  bool root;
  uint64_t max_bytes;
};

struct read {
  const char *glob;
  uint64_t max;
};

struct probe {
  const char *name;
  uint64_t timeout_ns;
  bool wants_previous;
};

struct event_type {
  const char *name;
  uint32_t most;
};

/* A JSON text for params or config. */
struct sample {
  uint32_t probe; /* of params */
  const char *name;
  bool valid; /* by the package's schema */
  ow_bytes json;
};

/* A recorded answer: of a command (arguments joined by 0x1f), a section or a file. */
struct answer {
  char kind; /* 'c', 's', 'f' */
  ow_str id, arguments;
  int32_t exit_code, verdict;
  ow_str signal;
  ow_bytes out, err;
};

/* A secret of the sample configurations, and what stands in its place there. */
struct secret {
  ow_str handle, value;
};

struct facts {
  ow_str id, version, runtime;
  uint32_t abi_minor, min_host_minor, max_concurrent, memory_mib;
  bool grants_ssh, grants_kv, grants_secret;
  struct command *commands;
  struct section *sections;
  struct read *reads;
  struct probe *probes;
  struct event_type *events;
  struct sample *params, *configs;
  struct answer *answers;
  struct secret *secrets;
  uint32_t secret_count;
  uint32_t command_count, section_count, read_count, probe_count, event_count, param_count, config_count, answer_count;
};

extern struct facts facts;

/* Ends the process with a message on standard error if the file is not what it should be. */
void facts_read(const char *path);

static inline bool same(ow_str a, ow_str b) { return a.n == b.n && (a.n == 0 || __builtin_memcmp(a.p, b.p, a.n) == 0); }
static inline ow_str text_of(const char *text) { return (ow_str){text, __builtin_strlen(text)}; }
static inline ow_bytes bytes_of(const char *text) { return (ow_bytes){(const uint8_t *)text, __builtin_strlen(text)}; }

/* The first valid parameters of a probe and the first valid configuration; "{}" if there are none. */
ow_bytes facts_params(uint32_t probe);
ow_bytes facts_config(void);

#endif
