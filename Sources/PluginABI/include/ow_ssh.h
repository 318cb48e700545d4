/* ow_ssh.h - service "ow.ssh/1": questions to the target over the host's SSH connection.
 *
 * The host owns addresses, credentials, host keys, connection reuse, sudo and limits. A plugin names commands and
 * sections that its manifest declares; it cannot send free text. Needs "ow.ssh/1" among the manifest's services.
 */
#ifndef OW_SSH_H
#define OW_SSH_H

#include "ow_types.h"

#ifdef __cplusplus
extern "C" {
#endif

#define OW_SSH_V1 "ow.ssh/1"

enum { OW_SSH_FRESH = 1u }; /* ow_ssh_open.flags: do not reuse a pooled connection */

/* The rungs of a connection, in order. */
enum {
  OW_RUNG_NONE = 0,
  OW_RUNG_RESOLVE = 1,
  OW_RUNG_TCP = 2,
  OW_RUNG_BANNER = 3,
  OW_RUNG_KEX = 4,
  OW_RUNG_HOSTKEY = 5,
  OW_RUNG_AUTH = 6,
  OW_RUNG_SESSION = 7
};

enum { OW_HOSTKEY_UNKNOWN = 0, OW_HOSTKEY_MATCH = 1, OW_HOSTKEY_FIRST_USE = 2, OW_HOSTKEY_MISMATCH = 3 };
enum { OW_AUTH_NONE = 0, OW_AUTH_KEY = 1, OW_AUTH_PASSWORD = 2, OW_AUTH_KEYBOARD_INTERACTIVE = 3 };
enum { OW_PRIV_NONE = 0, OW_PRIV_ROOT = 1, OW_PRIV_SUDO = 2, OW_PRIV_SUDO_PASSWORD = 3 };

typedef struct ow_ssh_open {
  uint32_t struct_size;
  uint32_t flags;      /* OW_SSH_* */
  uint64_t timeout_ns; /* 0 = the host's connect timeout */
} ow_ssh_open;

typedef struct ow_ssh_info {
  uint32_t struct_size;    /* set by the caller before the call; the host fills what fits */
  int32_t reached;         /* last rung passed, OW_RUNG_* */
  int32_t failed;          /* rung that failed, OW_RUNG_NONE if none */
  int32_t failure;         /* OW_E_* of the failed rung, OW_OK if none */
  int32_t hostkey_status;  /* OW_HOSTKEY_* */
  int32_t auth_method;     /* OW_AUTH_* */
  uint32_t reused;         /* 1 = timings are those of an earlier handshake */
  uint32_t reserved;
  uint64_t resolve_ns, tcp_ns, banner_ns, kex_ns, hostkey_ns, auth_ns; /* 0 = did not run */
  ow_str failure_code;     /* machine word: "connection_refused", "host_key_mismatch"; empty if none */
  ow_str failure_message;  /* one sentence, no secret in it */
  ow_str peer_banner;      /* the server's identification line */
  ow_str kex, hostkey_type, cipher_out, cipher_in, mac_out, mac_in;
  ow_str hostkey_sha256;   /* "SHA256:..." as ssh-keygen prints it */
  ow_str expected_sha256;  /* the pinned key's, on a mismatch */
  ow_str auth_methods;     /* what the server offered, comma separated */
} ow_ssh_info;

typedef struct ow_ssh_exec {
  uint32_t struct_size;
  uint32_t nargs;
  ow_str command_id;   /* a [[permissions.ssh_command]] id of the manifest */
  const ow_str *args;  /* one per placeholder of its argv, in order; quoted by the host */
  ow_bytes stdin_data; /* at most 1 MiB */
  uint64_t timeout_ns; /* 0 = the manifest's; never longer than that */
  uint64_t max_stdout; /* 0 = the manifest's; never more than that */
  uint64_t max_stderr;
} ow_ssh_exec;

typedef struct ow_ssh_result {
  uint32_t struct_size; /* set by the caller before the call */
  int32_t exit_code;    /* -1 if a signal ended it */
  int32_t privilege;    /* OW_PRIV_* it ran with */
  uint32_t truncated;   /* bit 0 stdout, bit 1 stderr */
  uint64_t wall_ns;
  ow_str signal;        /* "TERM", empty if none */
  ow_bytes out, err;    /* valid until the call ends */
} ow_ssh_result;

/* stream: 1 stdout, 2 stderr. Called on the thread that called exec_stream. The chunk is valid until it returns. */
typedef void (*ow_chunk_fn)(void *user, int32_t stream, ow_bytes chunk);

/* What became of a section. Only OK says that the output is the whole truth. */
enum {
  OW_SECTION_UNOBSERVED = 0,  /* never ran: connection lost, budget used up */
  OW_SECTION_OK = 1,          /* exit code 0, output complete (it may be empty) */
  OW_SECTION_FAILED = 2,      /* ran to its end with another exit code */
  OW_SECTION_UNSUPPORTED = 3, /* the target lacks the tool (exit code 127), or has no way to root */
  OW_SECTION_DENIED = 4,      /* a root section, and root was refused */
  OW_SECTION_TIMEOUT = 5,
  OW_SECTION_TRUNCATED = 6,   /* more output than the manifest allows */
  OW_SECTION_KILLED = 7
};

typedef struct ow_ssh_collect {
  uint32_t struct_size;
  uint32_t nsections;      /* 0 = every section of the manifest, in its order */
  const ow_str *sections;  /* [[permissions.ssh_section]] ids */
  uint64_t timeout_ns;     /* 0 = the host's budget */
} ow_ssh_collect;

typedef struct ow_ssh_section {
  int32_t verdict;   /* OW_SECTION_* */
  int32_t exit_code; /* of the section's command; -1 if unknown */
  ow_str id;
  ow_bytes out, err; /* valid until the call ends */
} ow_ssh_section;

typedef struct ow_ssh_sections {
  uint32_t struct_size; /* set by the caller before the call */
  uint32_t count;       /* as many as were asked for, in that order */
  uint32_t stride;      /* distance of two entries; newer hosts may append fields to an entry */
  int32_t privilege;    /* OW_PRIV_* of the root part; OW_PRIV_NONE if it did not run */
  uint64_t wall_ns;
  const ow_ssh_section *items; /* valid until the call ends; step by stride, see ow_section_at() */
  ow_str refusal;       /* why there was no root part, empty if there was */
} ow_ssh_sections;

static inline const ow_ssh_section *ow_section_at(const ow_ssh_sections *s, uint32_t i) {
  return i < s->count ? (const ow_ssh_section *)((const uint8_t *)(const void *)s->items + (uint64_t)i * s->stride) : 0;
}

typedef struct ow_ssh_v1 {
  uint32_t struct_size;
  uint32_t reserved;

  /* [call] [blocks] Connects, or takes a pooled connection. On failure *out may still be a handle: info() and close()
   * work on it, nothing else does. Errors: UNREACHABLE, PROTOCOL, HOSTKEY, AUTH, LIMIT, DENIED, CANCELLED, DEADLINE. */
  ow_rc (*open)(void *h, ow_call c, ow_target t, const ow_ssh_open *options, ow_ssh *out);

  /* [call] [blocks] What the connection went through. Strings live until the call ends. */
  ow_rc (*info)(void *h, ow_call c, ow_ssh s, ow_ssh_info *info);

  /* [call] [blocks] Runs one command of the manifest. OW_OK whatever its exit code. DENIED: unknown id, wrong number of
   * arguments, or sudo refused where the manifest requires it. DEADLINE: the command's own timeout too. */
  ow_rc (*exec)(void *h, ow_call c, ow_ssh s, const ow_ssh_exec *x, ow_ssh_result *result);

  /* [call] [blocks] As exec, but output goes to f as it comes; result->out and err stay empty. */
  ow_rc (*exec_stream)(void *h, ow_call c, ow_ssh s, const ow_ssh_exec *x, ow_chunk_fn f, void *user,
                       ow_ssh_result *result);

  /* [call] [blocks] A regular file that a [[permissions.ssh_read]] glob covers. LIMIT: larger than max. */
  ow_rc (*read_file)(void *h, ow_call c, ow_ssh s, ow_str path, uint64_t max, ow_bytes *out);

  /* [call] [blocks] Runs sections of the manifest in one channel and one round trip: the cheap way to ask much. */
  ow_rc (*collect)(void *h, ow_call c, ow_ssh s, const ow_ssh_collect *x, ow_ssh_sections *result);

  /* [call] [quick] Gives the connection back. Optional: the end of the call does it too. */
  ow_rc (*close)(void *h, ow_call c, ow_ssh s);
} ow_ssh_v1;

#ifdef __cplusplus
}
#endif

OW_ABI_ASSERT(sizeof(ow_ssh_open) == 16, "ABI 1.0 is frozen");
OW_ABI_ASSERT(sizeof(ow_ssh_info) == 272 && offsetof(ow_ssh_info, failure_code) == 80, "ABI 1.0 is frozen");
OW_ABI_ASSERT(sizeof(ow_ssh_exec) == 72 && offsetof(ow_ssh_exec, stdin_data) == 32, "ABI 1.0 is frozen");
OW_ABI_ASSERT(sizeof(ow_ssh_result) == 72 && offsetof(ow_ssh_result, out) == 40, "ABI 1.0 is frozen");
OW_ABI_ASSERT(sizeof(ow_ssh_collect) == 24 && sizeof(ow_ssh_section) == 56, "ABI 1.0 is frozen");
OW_ABI_ASSERT(sizeof(ow_ssh_sections) == 48 && offsetof(ow_ssh_sections, items) == 24, "ABI 1.0 is frozen");
OW_ABI_ASSERT(sizeof(ow_ssh_v1) == 64 && offsetof(ow_ssh_v1, collect) == 48, "ABI 1.0 is frozen");

#endif
