/* ow_wire.h - the wire between the host and a plugin runner: frames over one SOCK_STREAM socket pair.
 *
 * Private to this product and versioned with it: host and runner are built together. Vendors see ow_plugin.h only.
 * Each side treats the other's bytes as hostile: every length is checked against what is there before it is used.
 *
 * Frame: 24-byte header, then `length` bytes of body. All integers are little-endian. A message larger than
 * OW_WIRE_FRAME_MAX is cut into frames of the same type, call and seq, all but the last flagged OW_WIRE_MORE; no other
 * frame of that call and seq comes between them. A message is at most OW_WIRE_MESSAGE_MAX bytes.
 *
 * Bodies are scalars and `bytes` fields one after the other, unpadded; `bytes` = u32 length, then that many bytes.
 */
#ifndef OW_WIRE_H
#define OW_WIRE_H

#include <stdint.h>

#define OW_WIRE_VERSION 2u
#define OW_WIRE_FD 3 /* the runner's end of the socket pair */

#define OW_WIRE_REPORT_FD 5 /* the runner's end of the report pipe, see ow_wire_report */

#define OW_WIRE_HEADER_SIZE 24u
#define OW_WIRE_FRAME_MAX (256u * 1024u)           /* body bytes of one frame */
#define OW_WIRE_MESSAGE_MAX (16u * 1024u * 1024u)  /* body bytes of one message */
#define OW_WIRE_MORE 1u                            /* header.flags: the message goes on in the next frame */

#define OW_WIRE_EVENT_CREDIT 8192u           /* events in flight per call before emit() answers AGAIN */
#define OW_WIRE_EVENT_CREDIT_BYTES (1024u * 1024u)

typedef struct ow_wire_header {
  uint32_t length;
  uint16_t type;
  uint16_t flags;
  uint64_t call; /* 0 = not about a call */
  uint32_t seq;  /* pairs SERVICE_REQUEST with its SERVICE_REPLY and chunks; 0 elsewhere */
  uint32_t reserved;
} ow_wire_header;

/* host -> runner */
enum {
  OW_WIRE_HELLO = 1,     /* u32 wire_version, u32 abi_minor, u32 max_concurrent, u32 plugin_fd, bytes product,
                            bytes product_version, bytes instance_id, bytes plugin_id, bytes plugin_version,
                            u32 n, n x bytes granted service id, u32 minimum_sandbox_level, u32 uid, u32 gid (0 = keep),
                            u32 threads of that uid (0 = no limit) */
  OW_WIRE_CREATE = 2,    /* u32 format, bytes config */
  OW_WIRE_CONFIGURE = 3, /* u32 format, bytes config */
  OW_WIRE_RUN = 4,       /* u32 probe, u64 target, u32 attempt, u32 format, u64 deadline_mono_ns, u64 previous_unix_ns,
                            u32 n, n x u32 max_per_call of each event type (0 = no limit), bytes params, bytes previous,
                            bytes trace_id */
  OW_WIRE_CANCEL = 5,    /* u32 reason: 0 cancelled, 1 deadline */
  OW_WIRE_SERVICE_REPLY = 6, /* i32 rc, then the method's reply fields; present whatever rc is only where it says so */
  OW_WIRE_SERVICE_CHUNK = 7, /* u32 stream, bytes data; comes before the reply of the same seq */
  OW_WIRE_EVENT_ACK = 8, /* u32 events, u32 bytes: credit given back */
  OW_WIRE_HEALTH = 9,    /* u64 deadline_mono_ns */
  OW_WIRE_DRAIN = 10     /* no new calls come; finish, destroy the instance, say BYE, exit 0 */
};

/* runner -> host */
enum {
  OW_WIRE_READY = 64,      /* answers HELLO: u32 abi_minor, u32 flags (1 = has configure, 2 = has cancel, 4 = has health),
                              bytes id, bytes version */
  OW_WIRE_CREATED = 65,    /* i32 rc, bytes message */
  OW_WIRE_CONFIGURED = 66, /* i32 rc, bytes message */
  OW_WIRE_RESULT = 67,     /* i32 rc, i32 fail_code (0 = none), u32 format, u64 wall_ns, u64 cpu_ns, u32 events_emitted,
                              bytes fail_message, bytes fail_detail, bytes result; cpu_ns is good to a millisecond,
                              and of a call of less than 0.1 ms it is wall_ns */
  OW_WIRE_SERVICE_REQUEST = 68, /* u32 method, then the method's request fields */
  OW_WIRE_EMIT = 69,       /* u32 n, n x event: u32 type, u32 severity, u32 format, u64 unix_ns, bytes subject,
                              bytes message, bytes attributes */
  OW_WIRE_LOG = 70,        /* i32 level, u32 dropped_before, bytes message */
  OW_WIRE_PROGRESS = 71,   /* u32 done, bytes stage */
  OW_WIRE_HEALTHY = 72,    /* i32 rc, bytes message */
  OW_WIRE_BYE = 73,        /* no body */
  OW_WIRE_FATAL = 74,      /* i32 rc, bytes stage ("sandbox", "load", "symbol", "abi", "identity", "create", "wire"),
                              bytes message; the runner exits after it */
  OW_WIRE_SANDBOX = 75     /* once, between HELLO and READY, before any code of the plugin runs, so that the plugin
                              cannot have written it: u32 level, u32 flags (OW_WIRE_SANDBOX_...), u32 landlock_abi,
                              u32 uid */
};

/* What of the sandbox took effect. */
enum {
  OW_WIRE_SANDBOX_SYSCALLS = 1,     /* seccomp filter: no sockets, processes, tracing, ... */
  OW_WIRE_SANDBOX_FILES = 2,        /* Landlock: system libraries while loading, then nothing */
  OW_WIRE_SANDBOX_TCP_RULES = 4,    /* Landlock denies TCP as well */
  OW_WIRE_SANDBOX_SCOPES = 8,       /* Landlock denies abstract sockets and signals to others as well */
  OW_WIRE_SANDBOX_OWN_ACCOUNT = 16, /* a user id that the host chose */
  OW_WIRE_SANDBOX_NOT_ROOT = 32     /* not root, whichever user it is */
};

/* One record of the report pipe: system calls that the sandbox refused, and where a crash happened. The plugin shares
 * the runner's process and can write such records itself; all that they are good for is to accuse the writer. */
#define OW_WIRE_REPORT_SIZE 64u
#define OW_WIRE_REPORT_MAGIC 0x5250574fu /* "OWPR" */

enum { OW_WIRE_REPORT_DENIED = 1, OW_WIRE_REPORT_CRASH = 2 };
enum {
  OW_WIRE_REPORT_FATAL = 1,    /* DENIED: the process ends because of it */
  OW_WIRE_REPORT_IN_PLUGIN = 2 /* CRASH: offset is one in plugin.so, not an address */
};

typedef struct ow_wire_report {
  uint32_t magic;
  uint32_t kind;
  uint32_t number; /* of the system call, or the signal */
  uint32_t flags;
  uint64_t value;  /* DENIED: refusals so far; CRASH: the address that could not be used */
  uint64_t offset; /* CRASH: where the instruction is */
  char name[32];   /* DENIED: of the system call, zero-terminated */
} ow_wire_report;

/* Service methods: request fields => reply fields after rc. */
enum {
  OW_WIRE_SSH_OPEN = 1,    /* u64 target, u32 flags, u64 timeout_ns => u64 session (also on failure; 0 = none) */
  OW_WIRE_SSH_INFO = 2,    /* u64 session => i32 reached, i32 failed, i32 failure, i32 hostkey_status, i32 auth_method,
                              u32 reused, 6 x u64 resolve tcp banner kex hostkey auth ns, 12 x bytes: failure_code,
                              failure_message, peer_banner, kex, hostkey_type, cipher_out, cipher_in, mac_out, mac_in,
                              hostkey_sha256, expected_sha256, auth_methods */
  OW_WIRE_SSH_EXEC = 3,    /* u64 session, bytes command_id, u32 n, n x bytes arg, bytes stdin, u64 timeout_ns,
                              u64 max_stdout, u64 max_stderr => i32 exit_code, i32 privilege, u32 truncated, u64 wall_ns,
                              bytes signal, bytes out, bytes err */
  OW_WIRE_SSH_EXEC_STREAM = 4, /* as EXEC; output comes in SERVICE_CHUNKs, out and err are empty */
  OW_WIRE_SSH_READ_FILE = 5, /* u64 session, bytes path, u64 max => bytes content */
  OW_WIRE_SSH_COLLECT = 6, /* u64 session, u64 timeout_ns, u32 n, n x bytes section id => i32 privilege, u64 wall_ns,
                              bytes refusal, u32 n, n x (i32 verdict, i32 exit_code, bytes id, bytes out, bytes err) */
  OW_WIRE_SSH_CLOSE = 7,   /* u64 session => */
  OW_WIRE_KV_GET = 16,     /* bytes key => u64 version, bytes value */
  OW_WIRE_KV_PUT = 17,     /* bytes key, bytes value, u64 expect, u64 ttl_ns => */
  OW_WIRE_SECRET_REVEAL = 32 /* bytes handle, u64 capacity => u64 length, bytes secret (empty if longer than capacity) */
};

#endif
