/* bench_ssh.c - "ow.ssh/1" as the runner offers it, with answers.c for a target. */
#define _GNU_SOURCE 1
#include "answers.h"
#include "memory.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ARGUMENTS_MAX 64u

static void fill(void *into, const void *from, uint32_t known) {
  uint32_t size;
  memcpy(&size, into, sizeof size);
  uint32_t length = size < known ? size : known;
  memcpy((uint8_t *)into + sizeof size, (const uint8_t *)from + sizeof size, length - sizeof size);
}

/* An answer's struct whose size the caller forgot to set. */
static bool out_good(const void *out, const char *function) {
  uint32_t size = 0;
  if (out) memcpy(&size, out, sizeof size);
  if (size >= 8 && size <= 4096) return true;
  report_fault("%s() was given an answer struct whose struct_size is %u", function, size);
  return false;
}

/* The call must still be going on after the time that the question takes. */
static ow_rc go(struct call *call) {
  ow_rc rc = call_state(call);
  if (rc != OW_OK || bench.plan.delay_ns == 0) return rc;
  uint64_t end = real_ns() + bench.plan.delay_ns;
  while ((rc = call_state(call)) == OW_OK && real_ns() < end) nanosleep(&(struct timespec){0, 500000}, NULL);
  return rc;
}

static ow_rc ssh_open(void *h, ow_call c, ow_target t, const ow_ssh_open *options, ow_ssh *out) {
  (void)h;
  if (!out || (options && options->struct_size < sizeof *options)) {
    report_fault("open() was given options whose struct_size is %u", options ? options->struct_size : 0);
    return OW_E_ARG;
  }
  *out = 0;
  struct call *call = call_of(c);
  if (!call) return OW_E_ARG;
  if (t != call->target) {
    report_fault("open() was given a target that is not this call's");
    return OW_E_ARG;
  }
  ow_rc rc = go(call);
  if (rc != OW_OK) return rc;
  rc = bench.plan.open_code;
  if (rc != OW_OK && !bench.plan.open_gives_handle) return rc;
  pthread_mutex_lock(&call->lock);
  if (call->session_count == SESSIONS_MAX) {
    rc = OW_E_LIMIT;
  } else {
    ow_ssh handle = (uint64_t)call->generation << 40 | (uint64_t)(call->index + 1) << 16 | (call->session_count + 1);
    call->sessions[call->session_count++] = (struct session){handle, rc == OW_OK};
    *out = handle;
  }
  pthread_mutex_unlock(&call->lock);
  return rc;
}

static const char *failure_word(ow_rc rc) {
  switch (rc) {
    case OW_E_AUTH: return "authentication_failed";
    case OW_E_HOSTKEY: return "host_key_mismatch";
    case OW_E_PROTOCOL: return "protocol_error";
    case OW_E_DEADLINE: return "timeout";
    default: return "connection_refused";
  }
}

static ow_rc ssh_info(void *h, ow_call c, ow_ssh s, ow_ssh_info *info) {
  (void)h, (void)s;
  if (!out_good(info, "info")) return OW_E_ARG;
  struct call *call = call_of(c);
  if (!call) return OW_E_ARG;
  int32_t failed = bench.plan.open_code == OW_OK ? OW_RUNG_NONE : bench.plan.open_rung;
  int32_t reached = failed == OW_RUNG_NONE ? OW_RUNG_SESSION : failed - 1;
  ow_ssh_info full = {.reached = reached, .failed = failed, .failure = bench.plan.open_code};
  full.resolve_ns = 100000;
  if (reached >= OW_RUNG_TCP) full.tcp_ns = 400000;
  if (reached >= OW_RUNG_BANNER) full.banner_ns = 900000;
  if (reached >= OW_RUNG_BANNER) full.peer_banner = text_of("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3");
  if (reached >= OW_RUNG_KEX || failed == OW_RUNG_HOSTKEY) {
    full.kex_ns = 2500000;
    full.hostkey_ns = 60000;
    full.kex = text_of("curve25519-sha256");
    full.hostkey_type = text_of("ssh-ed25519");
    full.cipher_out = full.cipher_in = text_of("aes256-gcm@openssh.com");
    full.hostkey_sha256 = text_of("SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU");
    full.hostkey_status = OW_HOSTKEY_MATCH;
  }
  if (failed == OW_RUNG_HOSTKEY) {
    full.hostkey_status = OW_HOSTKEY_MISMATCH;
    full.expected_sha256 = text_of("SHA256:n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg");
  }
  if (reached >= OW_RUNG_HOSTKEY) full.auth_methods = text_of("publickey,password");
  if (reached >= OW_RUNG_AUTH) {
    full.auth_ns = 1800000;
    full.auth_method = OW_AUTH_KEY;
  }
  if (failed != OW_RUNG_NONE) {
    full.failure_code = text_of(failure_word(bench.plan.open_code));
    full.failure_message = text_of("The connection failed as the case wanted it to.");
  }
  fill(info, &full, sizeof full);
  return OW_OK;
}

static const struct command *command_of(ow_str id) {
  for (uint32_t i = 0; i < facts.command_count; i++) {
    if (same(facts.commands[i].id, id)) return &facts.commands[i];
  }
  return NULL;
}

static ow_rc check_exec(const ow_ssh_exec *x, const struct command **command) {
  if (!x->command_id.p || x->command_id.n == 0 || x->command_id.n > 256 || x->nargs > ARGUMENTS_MAX ||
      (x->nargs && !x->args) || (x->stdin_data.n && !x->stdin_data.p)) {
    report_fault("exec() was given a command without an id, or arguments at NULL");
    return OW_E_ARG;
  }
  if (x->stdin_data.n > 1024 * 1024) return OW_E_LIMIT;
  *command = command_of(x->command_id);
  if (!*command) {
    if (!bench.lenient)
      report_fault("exec() names the command \"%.*s\", which the manifest does not declare", (int)x->command_id.n,
                   x->command_id.p);
    return OW_E_DENIED;
  }
  if (x->nargs != (*command)->parameters) {
    if (!bench.lenient)
      report_fault("exec() of \"%.*s\" has %u arguments, the manifest's template takes %u", (int)x->command_id.n,
                   x->command_id.p, x->nargs, (*command)->parameters);
    return OW_E_DENIED;
  }
  return OW_OK;
}

static ow_str joined(struct call *call, const ow_ssh_exec *x) {
  uint64_t length = 0;
  for (uint32_t i = 0; i < x->nargs; i++) length += x->args[i].n + 1;
  char *text = call_memory(call, length, 1);
  uint64_t at = 0;
  for (uint32_t i = 0; text && i < x->nargs; i++) {
    if (i) text[at++] = 0x1f;
    if (x->args[i].n) memcpy(text + at, x->args[i].p, x->args[i].n);
    at += x->args[i].n;
  }
  return (ow_str){text, text ? at : 0};
}

static uint64_t lower(uint64_t wish, uint64_t most) { return wish && wish < most ? wish : most; }

static void stream(ow_bytes bytes, int32_t number, ow_chunk_fn f, void *user) {
  uint64_t step = bench.plan.drip ? 5 : 32 * 1024;
  for (uint64_t at = 0; at < bytes.n; at += step) {
    uint64_t n = bytes.n - at < step ? bytes.n - at : step;
    memory_enter_plugin(1); /* the callback is the plugin's */
    f(user, number, (ow_bytes){bytes.p + at, n});
    memory_leave_plugin();
    if (bench.plan.drip && at < 400) nanosleep(&(struct timespec){0, 100000}, NULL);
    if (at > 20000) step = 32 * 1024;
  }
}

static ow_rc execute(ow_call c, const ow_ssh_exec *x, ow_chunk_fn f, void *user, ow_ssh_result *result) {
  struct call *call = call_of(c);
  if (!call) return OW_E_ARG;
  if (!x || x->struct_size < sizeof *x) {
    report_fault("exec() was given a question whose struct_size is %u", x ? x->struct_size : 0);
    return OW_E_ARG;
  }
  if (!out_good(result, "exec")) return OW_E_ARG;
  const struct command *command;
  ow_rc rc = check_exec(x, &command);
  if (rc == OW_OK) rc = go(call);
  if (rc != OW_OK) return rc;
  struct reply reply = answer_to(call, 'c', x->command_id, joined(call, x), lower(x->max_stdout, command->max_stdout),
                                 lower(x->max_stderr, command->max_stderr));
  ow_ssh_result full = {.exit_code = reply.exit_code, .signal = reply.signal, .wall_ns = 3 * NS_PER_MS};
  full.truncated = (reply.truncated_out ? 1u : 0u) | (reply.truncated_err ? 2u : 0u);
  if (f) {
    stream(reply.out, 1, f, user);
    stream(reply.err, 2, f, user);
  } else {
    full.out = reply.out;
    full.err = reply.err;
  }
  fill(result, &full, sizeof full);
  return OW_OK;
}

static ow_rc ssh_exec(void *h, ow_call c, ow_ssh s, const ow_ssh_exec *x, ow_ssh_result *result) {
  (void)h, (void)s;
  return execute(c, x, NULL, NULL, result);
}

static ow_rc ssh_exec_stream(void *h, ow_call c, ow_ssh s, const ow_ssh_exec *x, ow_chunk_fn f, void *user,
                             ow_ssh_result *result) {
  (void)h, (void)s;
  if (f) return execute(c, x, f, user, result);
  report_fault("exec_stream() was given no function for the chunks");
  return OW_E_ARG;
}

static ow_rc ssh_read_file(void *h, ow_call c, ow_ssh s, ow_str path, uint64_t max, ow_bytes *out) {
  (void)h, (void)s;
  struct call *call = call_of(c);
  if (!call || !out || !path.p || path.n == 0 || path.n > 4096) return OW_E_ARG;
  *out = (ow_bytes){0};
  char *name = strndup(path.p, path.n);
  uint64_t most = 0;
  for (uint32_t i = 0; name && i < facts.read_count; i++) {
    if (fnmatch(facts.reads[i].glob, name, FNM_PATHNAME | FNM_PERIOD) == 0) most = facts.reads[i].max;
  }
  free(name);
  if (most == 0) {
    if (!bench.lenient)
      report_fault("read_file() names %.*s, which no [[permissions.ssh_read]] covers", (int)path.n, path.p);
    return OW_E_DENIED;
  }
  ow_rc rc = go(call);
  if (rc != OW_OK) return rc;
  struct reply reply = answer_to(call, 'f', path, (ow_str){0}, UINT64_MAX / 2, 0);
  if (reply.exit_code != 0) return OW_E_NOTFOUND;
  if (reply.out.n > lower(max, most)) return OW_E_LIMIT;
  *out = reply.out;
  return OW_OK;
}

static const struct section *section_of(ow_str id) {
  for (uint32_t i = 0; i < facts.section_count; i++) {
    if (same(facts.sections[i].id, id)) return &facts.sections[i];
  }
  return NULL;
}

static ow_rc ssh_collect(void *h, ow_call c, ow_ssh s, const ow_ssh_collect *x, ow_ssh_sections *result) {
  (void)h, (void)s;
  struct call *call = call_of(c);
  if (!call) return OW_E_ARG;
  if (x && x->struct_size < sizeof *x) {
    report_fault("collect() was given a question whose struct_size is %u", x->struct_size);
    return OW_E_ARG;
  }
  if (!out_good(result, "collect")) return OW_E_ARG;
  uint32_t asked = x ? x->nsections : 0;
  if (asked > 1024 || (asked && !x->sections)) return OW_E_ARG;
  uint32_t count = asked ? asked : facts.section_count;
  uint32_t stride = sizeof(ow_ssh_section) + (bench.plan.larger_entries ? 24 : 0);
  uint8_t *items = call_memory(call, (uint64_t)count * stride, 16);
  if (!items) return OW_E_LIMIT;
  ow_rc rc = go(call);
  if (rc != OW_OK) return rc;
  for (uint32_t i = 0; i < count; i++) {
    const struct section *section = asked ? section_of(x->sections[i]) : &facts.sections[i];
    if (!section) {
      if (!bench.lenient)
        report_fault("collect() names the section \"%.*s\", which the manifest does not declare", (int)x->sections[i].n,
                     x->sections[i].p);
      return OW_E_DENIED;
    }
    struct reply reply = answer_to(call, 's', section->id, (ow_str){0}, section->max_bytes, 4096);
    ow_ssh_section item = {reply.verdict, reply.exit_code, section->id, reply.out, reply.err};
    memcpy(items + (size_t)i * stride, &item, sizeof item);
  }
  ow_ssh_sections full = {.count = count, .stride = stride, .privilege = OW_PRIV_SUDO, .wall_ns = 40 * NS_PER_MS};
  full.items = (const ow_ssh_section *)(const void *)items;
  fill(result, &full, sizeof full);
  return OW_OK;
}

static ow_rc ssh_close(void *h, ow_call c, ow_ssh s) {
  (void)h;
  struct call *call = call_of(c);
  if (!call) return OW_E_ARG;
  pthread_mutex_lock(&call->lock);
  struct session *session = call_session(call, s);
  if (session) session->handle = 0;
  pthread_mutex_unlock(&call->lock);
  return session ? OW_OK : OW_E_ARG;
}

const ow_ssh_v1 bench_ssh = {
    .struct_size = sizeof(ow_ssh_v1),
    .open = ssh_open,
    .info = ssh_info,
    .exec = ssh_exec,
    .exec_stream = ssh_exec_stream,
    .read_file = ssh_read_file,
    .collect = ssh_collect,
    .close = ssh_close,
};
