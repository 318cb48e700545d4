/* ow_plugin.h - the OpenWatch plugin ABI 1.1: what a probe plugin exports and what it is given.
 *
 * A plugin is one shared object that imports nothing from the host and exports exactly one symbol, ow_plugin_v1. Its id,
 * version and ABI range stand in an ELF note too, so a host knows them without running any of its code.
 */
#ifndef OW_PLUGIN_H
#define OW_PLUGIN_H

#include "ow_types.h"

#include "ow_core.h"
#include "ow_kv.h"
#include "ow_secret.h"
#include "ow_ssh.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ow_host { /* valid from create() to the return of destroy() */
  uint32_t struct_size;
  uint32_t abi_minor; /* what the host speaks */
  void *h;            /* first argument of every service function */
  ow_str product;     /* "OpenWatch" */
  ow_str version;     /* of the product */
  ow_str instance_id; /* of this runner */

  /* [any] [quick] A service table, valid as long as ow_host, or NULL: unknown, not granted, or smaller than min_size. */
  const void *(*service)(void *h, ow_str id, uint32_t min_size);
} ow_host;

typedef struct ow_request {
  uint32_t struct_size;
  uint32_t probe;         /* index into the manifest's [[probe]] list */
  ow_target target;
  uint32_t attempt;       /* 1 = first try */
  uint32_t format;        /* of params and previous: OW_FMT_JSON */
  ow_bytes params;        /* a JSON object, valid against the manifest's schema */
  ow_bytes previous;      /* this probe's last accepted result for this target; empty = none, or not wanted */
  uint64_t previous_unix_ns; /* when that was collected; 0 = none */
  ow_str trace_id;
} ow_request;

typedef struct ow_plugin { /* a constant of the plugin */
  uint32_t struct_size;
  uint32_t abi_minor;      /* the minor it was compiled against */
  uint32_t min_host_minor; /* the oldest host minor it works with */
  uint32_t flags;          /* 0; a set bit in the low half means "must be understood" */
  ow_str id, version;      /* equal to the manifest's and the note's */

  /* [control] [blocks] 10 s. config is a JSON object, valid against the manifest's schema. *inst is the plugin's own. */
  ow_rc (*create)(const ow_host *host, ow_bytes config, int32_t format, void **inst);

  /* [control] [blocks] 10 s. No call is in flight. Threads that the plugin started are gone when it returns. */
  void (*destroy)(void *inst);

  /* [control] [blocks] 10 s, optional: NULL = the host makes a new instance. No call is in flight. Another code than
   * OW_OK refuses: then the configuration before stays in force, and with it the handles of its secrets. */
  ow_rc (*configure)(void *inst, ow_bytes config, int32_t format);

  /* [worker] [blocks] Until the call's deadline. OW_OK needs core.result() called once before. */
  ow_rc (*run)(void *inst, ow_call c, const ow_request *request);

  /* [any] [quick] Optional. The call is cancelled; core.cancelled() already says so. */
  void (*cancel)(void *inst, ow_call c);

  /* [control] [blocks] 1 s, optional. May overlap with run(). */
  ow_rc (*health)(void *inst, ow_call c);

  /* [control] [quick] Optional. An extension table by id, NULL if unknown. */
  const void *(*extension)(void *inst, ow_str id, uint32_t min_size);
} ow_plugin;

/* [control] [quick] The entry point. Pure: no allocation, I/O, thread or host call; the same pointer each time. */
OW_API const ow_plugin *ow_plugin_v1(void);

/* Source languages in the note. */
enum { OW_LANG_C = 1, OW_LANG_CPP = 2, OW_LANG_RUST = 3, OW_LANG_GO = 4, OW_LANG_SWIFT = 5, OW_LANG_ZIG = 6 };

#define OW_NOTE_SECTION ".note.ow"
#define OW_NOTE_TYPE 0x4f570001u

typedef struct ow_note { /* one ELF note: owner "OWP", type OW_NOTE_TYPE */
  uint32_t namesz, descsz, type;
  char name[4];
  uint16_t abi_major, abi_minor, min_host_minor, lang;
  char id[64];      /* NUL-padded */
  char version[32]; /* NUL-padded */
} ow_note;

#define OW_PLUGIN_NOTE(ID, VERSION, LANG)                                                              \
  __attribute__((section(OW_NOTE_SECTION), used, aligned(4))) static const ow_note ow_plugin_note = { \
      4, sizeof(ow_note) - 16, OW_NOTE_TYPE, "OWP", OW_ABI_MAJOR, OW_ABI_MINOR, 0, LANG, ID, VERSION}

#ifdef __cplusplus
}
#endif

OW_ABI_ASSERT(sizeof(ow_host) == 72 && offsetof(ow_host, service) == 64, "ABI 1.0 is frozen");
OW_ABI_ASSERT(sizeof(ow_request) == 80 && offsetof(ow_request, previous) == 40, "ABI 1.0 is frozen");
OW_ABI_ASSERT(sizeof(ow_plugin) == 104 && offsetof(ow_plugin, run) == 72, "ABI 1.0 is frozen");
OW_ABI_ASSERT(sizeof(ow_note) == 120 && offsetof(ow_note, id) == 24, "ABI 1.0 is frozen");

#endif
