/* services_ssh.c - "ow.ssh/1": every question is one request to the host; answers are views of its reply. */
#define _GNU_SOURCE 1
#include "requests.h"
#include "services.h"

#include <string.h>

#define NAME_MAX_BYTES 256u
#define PATH_MAX_BYTES 4096u
#define ARGUMENT_MAX (64u * 1024u)
#define ARGUMENTS_MAX 64u
#define SECTIONS_MAX 1024u
#define STDIN_MAX (1024u * 1024u)
#define SECTION_MIN_BYTES 20u /* of one section in a reply */

/* Copies what fits into a struct of the plugin, whose struct_size stays. */
static void fill(void *into, const void *from, uint32_t known) {
  uint32_t size;
  memcpy(&size, into, sizeof size);
  uint32_t length = size < known ? size : known;
  memcpy((uint8_t *)into + sizeof size, (const uint8_t *)from + sizeof size, length - sizeof size);
}

static bool out_good(const void *out) {
  uint32_t size = 0;
  if (out) memcpy(&size, out, sizeof size);
  return size >= 8;
}

/* A session is good for the call that opened it, and for no other. */
static struct call *enter_session(void *h, ow_call c, ow_ssh s, bool forget) {
  struct call *call = call_enter(h, c);
  if (!call) return NULL;
  bool found = false;
  pthread_mutex_lock(&call->lock);
  for (uint32_t i = 0; i < call->session_count && !found; i++) {
    if (call->sessions[i] != s) continue;
    found = true;
    if (forget) call->sessions[i] = call->sessions[--call->session_count];
  }
  pthread_mutex_unlock(&call->lock);
  if (found) return call;
  call_leave(call);
  return NULL;
}

static bool remember_session(struct call *call, uint64_t session) {
  pthread_mutex_lock(&call->lock);
  bool room = call->session_count < SESSIONS_MAX;
  if (room) call->sessions[call->session_count++] = session;
  pthread_mutex_unlock(&call->lock);
  return room;
}

static void post_close(struct call *call, uint64_t session) {
  struct buffer body = request_begin(OW_WIRE_SSH_CLOSE);
  buffer_u64(&body, session);
  request_post(call, &body);
}

static ow_rc ssh_open(void *h, ow_call c, ow_target t, const ow_ssh_open *options, ow_ssh *out) {
  if (!out || (options && options->struct_size < sizeof *options)) return OW_E_ARG;
  *out = 0;
  struct call *call = call_enter(h, c);
  if (!call) return OW_E_ARG;
  struct buffer body = request_begin(OW_WIRE_SSH_OPEN);
  buffer_u64(&body, t);
  buffer_u32(&body, options ? options->flags : 0);
  buffer_u64(&body, options ? options->timeout_ns : 0);
  struct cursor reply;
  ow_rc rc = request_wait(call, &body, &reply, NULL, NULL);
  if (reply.next) {
    uint64_t session = cursor_u64(&reply);
    request_check(&reply, "ssh open");
    if (session != 0 && !remember_session(call, session)) {
      post_close(call, session);
      rc = OW_E_LIMIT;
    } else {
      *out = session;
    }
    if (rc == OW_OK && session == 0) wire_fatal(EXIT_WIRE, OW_E_PROTOCOL, "wire", "ssh open without a session");
  }
  call_leave(call);
  return rc;
}

static ow_rc ssh_info(void *h, ow_call c, ow_ssh s, ow_ssh_info *info) {
  if (!out_good(info)) return OW_E_ARG;
  struct call *call = enter_session(h, c, s, false);
  if (!call) return OW_E_ARG;
  struct buffer body = request_begin(OW_WIRE_SSH_INFO);
  buffer_u64(&body, s);
  struct cursor reply;
  ow_rc rc = request_wait(call, &body, &reply, NULL, NULL);
  if (rc == OW_OK) {
    ow_ssh_info full = {0};
    full.reached = cursor_i32(&reply);
    full.failed = cursor_i32(&reply);
    full.failure = cursor_i32(&reply);
    full.hostkey_status = cursor_i32(&reply);
    full.auth_method = cursor_i32(&reply);
    full.reused = cursor_u32(&reply);
    uint64_t *times[] = {&full.resolve_ns, &full.tcp_ns,     &full.banner_ns,
                         &full.kex_ns,     &full.hostkey_ns, &full.auth_ns};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) *times[i] = cursor_u64(&reply);
    ow_str *texts[] = {&full.failure_code, &full.failure_message, &full.peer_banner,     &full.kex,
                       &full.hostkey_type, &full.cipher_out,      &full.cipher_in,       &full.mac_out,
                       &full.mac_in,       &full.hostkey_sha256,  &full.expected_sha256, &full.auth_methods};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) *texts[i] = cursor_str(&reply);
    request_check(&reply, "ssh info");
    fill(info, &full, sizeof full);
  }
  call_leave(call);
  return rc;
}

static ow_rc build_exec(struct buffer *body, ow_ssh s, const ow_ssh_exec *x) {
  if (!x->command_id.p || x->command_id.n == 0 || x->command_id.n > NAME_MAX_BYTES) return OW_E_ARG;
  if (x->nargs > ARGUMENTS_MAX || (x->nargs && !x->args) || (x->stdin_data.n && !x->stdin_data.p)) return OW_E_ARG;
  if (x->stdin_data.n > STDIN_MAX) return OW_E_LIMIT;
  buffer_u64(body, s);
  buffer_str(body, x->command_id);
  buffer_u32(body, x->nargs);
  for (uint32_t i = 0; i < x->nargs; i++) {
    ow_str argument = x->args[i];
    if (argument.n && !argument.p) return OW_E_ARG;
    if (argument.n > ARGUMENT_MAX) return OW_E_LIMIT;
    buffer_str(body, argument);
  }
  buffer_bytes(body, x->stdin_data.p, x->stdin_data.n);
  buffer_u64(body, x->timeout_ns);
  buffer_u64(body, x->max_stdout);
  buffer_u64(body, x->max_stderr);
  return OW_OK;
}

static ow_rc execute(void *h, ow_call c, ow_ssh s, const ow_ssh_exec *x, uint32_t method, ow_chunk_fn f, void *user,
                     ow_ssh_result *result) {
  if (!x || x->struct_size < sizeof *x || !out_good(result)) return OW_E_ARG;
  struct call *call = enter_session(h, c, s, false);
  if (!call) return OW_E_ARG;
  struct buffer body = request_begin(method);
  ow_rc rc = build_exec(&body, s, x);
  if (rc == OW_OK) {
    struct cursor reply;
    rc = request_wait(call, &body, &reply, f, user);
    if (rc == OW_OK) {
      ow_ssh_result full = {0};
      full.exit_code = cursor_i32(&reply);
      full.privilege = cursor_i32(&reply);
      full.truncated = cursor_u32(&reply);
      full.wall_ns = cursor_u64(&reply);
      full.signal = cursor_str(&reply);
      full.out = cursor_bytes(&reply);
      full.err = cursor_bytes(&reply);
      request_check(&reply, "ssh exec");
      fill(result, &full, sizeof full);
    }
  }
  buffer_free(&body);
  call_leave(call);
  return rc;
}

static ow_rc ssh_exec(void *h, ow_call c, ow_ssh s, const ow_ssh_exec *x, ow_ssh_result *result) {
  return execute(h, c, s, x, OW_WIRE_SSH_EXEC, NULL, NULL, result);
}

static ow_rc ssh_exec_stream(void *h, ow_call c, ow_ssh s, const ow_ssh_exec *x, ow_chunk_fn f, void *user,
                             ow_ssh_result *result) {
  return f ? execute(h, c, s, x, OW_WIRE_SSH_EXEC_STREAM, f, user, result) : OW_E_ARG;
}

static ow_rc ssh_read_file(void *h, ow_call c, ow_ssh s, ow_str path, uint64_t max, ow_bytes *out) {
  if (!out || !path.p || path.n == 0 || path.n > PATH_MAX_BYTES) return OW_E_ARG;
  *out = (ow_bytes){0};
  struct call *call = enter_session(h, c, s, false);
  if (!call) return OW_E_ARG;
  struct buffer body = request_begin(OW_WIRE_SSH_READ_FILE);
  buffer_u64(&body, s);
  buffer_str(&body, path);
  buffer_u64(&body, max);
  struct cursor reply;
  ow_rc rc = request_wait(call, &body, &reply, NULL, NULL);
  if (rc == OW_OK) {
    *out = cursor_bytes(&reply);
    request_check(&reply, "ssh read_file");
  }
  call_leave(call);
  return rc;
}

static ow_rc build_collect(struct buffer *body, ow_ssh s, const ow_ssh_collect *x) {
  uint32_t count = x ? x->nsections : 0;
  if (count > SECTIONS_MAX || (count && !x->sections)) return OW_E_ARG;
  buffer_u64(body, s);
  buffer_u64(body, x ? x->timeout_ns : 0);
  buffer_u32(body, count);
  for (uint32_t i = 0; i < count; i++) {
    ow_str id = x->sections[i];
    if (!id.p || id.n == 0 || id.n > NAME_MAX_BYTES) return OW_E_ARG;
    buffer_str(body, id);
  }
  return OW_OK;
}

static ow_rc read_sections(struct call *call, struct cursor *reply, ow_ssh_sections *result) {
  ow_ssh_sections full = {0};
  full.privilege = cursor_i32(reply);
  full.wall_ns = cursor_u64(reply);
  full.refusal = cursor_str(reply);
  full.count = cursor_u32(reply);
  full.stride = sizeof(ow_ssh_section);
  if (full.count > reply->left / SECTION_MIN_BYTES) reply->bad = true;
  if (!reply->bad && full.count) {
    pthread_mutex_lock(&call->lock);
    ow_ssh_section *items = arena_take(&call->arena, (uint64_t)full.count * sizeof *items, _Alignof(ow_ssh_section));
    pthread_mutex_unlock(&call->lock);
    if (!items) return OW_E_LIMIT;
    for (uint32_t i = 0; i < full.count; i++) {
      items[i].verdict = cursor_i32(reply);
      items[i].exit_code = cursor_i32(reply);
      items[i].id = cursor_str(reply);
      items[i].out = cursor_bytes(reply);
      items[i].err = cursor_bytes(reply);
    }
    full.items = items;
  }
  request_check(reply, "ssh collect");
  fill(result, &full, sizeof full);
  return OW_OK;
}

static ow_rc ssh_collect(void *h, ow_call c, ow_ssh s, const ow_ssh_collect *x, ow_ssh_sections *result) {
  if ((x && x->struct_size < sizeof *x) || !out_good(result)) return OW_E_ARG;
  struct call *call = enter_session(h, c, s, false);
  if (!call) return OW_E_ARG;
  struct buffer body = request_begin(OW_WIRE_SSH_COLLECT);
  ow_rc rc = build_collect(&body, s, x);
  if (rc == OW_OK) {
    struct cursor reply;
    rc = request_wait(call, &body, &reply, NULL, NULL);
    if (rc == OW_OK) rc = read_sections(call, &reply, result);
  }
  buffer_free(&body);
  call_leave(call);
  return rc;
}

static ow_rc ssh_close(void *h, ow_call c, ow_ssh s) {
  struct call *call = enter_session(h, c, s, true);
  if (!call) return OW_E_ARG;
  post_close(call, s);
  call_leave(call);
  return OW_OK;
}

const ow_ssh_v1 ssh_service = {
    .struct_size = sizeof(ow_ssh_v1),
    .open = ssh_open,
    .info = ssh_info,
    .exec = ssh_exec,
    .exec_stream = ssh_exec_stream,
    .read_file = ssh_read_file,
    .collect = ssh_collect,
    .close = ssh_close,
};
