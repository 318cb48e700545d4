#define _GNU_SOURCE 1
#include "dispatch.h"

#include "events.h"
#include "instance.h"
#include "requests.h"
#include "runner.h"
#include "services.h"

#include <stdlib.h>

#define SERVICES_GRANTED_MAX 64u

static bool draining;

static noreturn void malformed(const char *name) {
  wire_fatal(EXIT_WIRE, OW_E_PROTOCOL, "wire", "malformed %s", name);
}

void dispatch_hello(struct message hello) {
  if (hello.type != OW_WIRE_HELLO) {
    wire_fatal(EXIT_WIRE, OW_E_PROTOCOL, "wire", "message type %u before HELLO", hello.type);
  }
  struct cursor body = {.next = hello.body, .left = hello.length};
  uint32_t version = cursor_u32(&body);
  if (body.bad) malformed("HELLO");
  if (version != OW_WIRE_VERSION) {
    wire_fatal(EXIT_WIRE, OW_E_PROTOCOL, "wire", "the host speaks wire version %u, this runner %u", version,
               OW_WIRE_VERSION);
  }
  runner.abi_minor = cursor_u32(&body);
  runner.max_concurrent = cursor_u32(&body);
  runner.plugin_fd = cursor_u32(&body);
  runner.product = cursor_str(&body);
  runner.product_version = cursor_str(&body);
  runner.instance_id = cursor_str(&body);
  runner.plugin_id = cursor_str(&body);
  runner.plugin_version = cursor_str(&body);
  uint32_t granted = cursor_u32(&body);
  if (granted > SERVICES_GRANTED_MAX) malformed("HELLO");
  for (uint32_t i = 0; i < granted; i++) {
    ow_str id = cursor_str(&body);
    if (str_equal(id, str_of(OW_SSH_V1))) runner.grants_ssh = true;
    if (str_equal(id, str_of(OW_KV_V1))) runner.grants_kv = true;
    if (str_equal(id, str_of(OW_SECRET_V1))) runner.grants_secret = true;
  }
  runner.sandbox_wanted.minimum_level = cursor_u32(&body);
  runner.sandbox_wanted.uid = cursor_u32(&body);
  runner.sandbox_wanted.gid = cursor_u32(&body);
  runner.sandbox_wanted.threads = cursor_u32(&body);
  bool fd_good = runner.plugin_fd == 0 || (runner.plugin_fd > OW_WIRE_FD && runner.plugin_fd <= INT32_MAX);
  if (!cursor_done(&body) || runner.abi_minor > OW_ABI_MINOR || runner.max_concurrent < 1 ||
      runner.max_concurrent > CONCURRENCY_MAX || !fd_good) {
    malformed("HELLO");
  }
  runner.host = (ow_host){
      .struct_size = sizeof(ow_host),
      .abi_minor = runner.abi_minor,
      .h = &runner,
      .product = runner.product,
      .version = runner.product_version,
      .instance_id = runner.instance_id,
      .service = services_find,
  };
}

static void run(struct message message) {
  struct cursor body = {.next = message.body, .left = message.length};
  ow_request request = {.struct_size = sizeof(ow_request)};
  request.probe = cursor_u32(&body);
  request.target = cursor_u64(&body);
  request.attempt = cursor_u32(&body);
  request.format = cursor_u32(&body);
  uint64_t deadline = cursor_u64(&body);
  request.previous_unix_ns = cursor_u64(&body);
  uint32_t types = cursor_u32(&body);
  if (body.bad || message.call == 0 || types > body.left / sizeof(uint32_t)) malformed("RUN");
  /* One allocation: the limits, then the counts. */
  uint32_t *limits = types ? calloc(types, 2 * sizeof *limits) : NULL;
  for (uint32_t i = 0; i < types; i++) {
    uint32_t limit = cursor_u32(&body);
    if (limits) limits[i] = limit;
  }
  request.params = cursor_bytes(&body);
  request.previous = cursor_bytes(&body);
  request.trace_id = cursor_str(&body);
  if (!cursor_done(&body)) malformed("RUN");
  struct call *same = call_find(message.call);
  if (same) wire_fatal(EXIT_WIRE, OW_E_PROTOCOL, "wire", "RUN for a call that is in flight");

  struct call *call = draining || (types && !limits) ? NULL : call_open(message.call, deadline);
  if (!call) {
    send_refusal(message.call, draining ? OW_E_STATE : OW_E_AGAIN,
                 draining ? "the runner is draining" : "more calls than max_concurrent");
    free(limits);
    free(message.body);
    return;
  }
  pthread_mutex_lock(&call->lock);
  call->run = message;
  call->request = request;
  call->event_types = types;
  call->event_max = limits;
  call->event_counts = limits ? limits + types : NULL;
  pthread_mutex_unlock(&call->lock);
  instance_run(call);
}

static void cancel(struct message message) {
  struct cursor body = {.next = message.body, .left = message.length};
  uint32_t reason = cursor_u32(&body);
  if (!cursor_done(&body) || reason > 1) malformed("CANCEL");
  struct call *call = call_find(message.call);
  if (!call) return; /* it ended meanwhile */
  call_cancel(call, reason == 1 ? OW_E_DEADLINE : OW_E_CANCELLED);
  instance_cancel(call);
  pthread_mutex_unlock(&call->lock);
}

static void acknowledge(struct message message) {
  struct cursor body = {.next = message.body, .left = message.length};
  uint32_t count = cursor_u32(&body), bytes = cursor_u32(&body);
  if (!cursor_done(&body)) malformed("EVENT_ACK");
  struct call *call = call_find(message.call);
  if (!call) return;
  events_acknowledge(call, count, bytes);
  pthread_mutex_unlock(&call->lock);
}

static void health(struct message message) {
  struct cursor body = {.next = message.body, .left = message.length};
  uint64_t deadline = cursor_u64(&body);
  if (!cursor_done(&body)) malformed("HEALTH");
  struct call *call = call_open(message.call, deadline);
  if (call) {
    instance_health(call);
    return;
  }
  struct buffer answer = {0};
  buffer_i32(&answer, OW_E_AGAIN);
  buffer_text(&answer, "more calls than max_concurrent");
  wire_send(OW_WIRE_HEALTHY, message.call, 0, &answer);
}

static void check_config(struct message message, const char *name) {
  struct cursor body = {.next = message.body, .left = message.length};
  cursor_u32(&body);
  cursor_bytes(&body);
  if (!cursor_done(&body)) malformed(name);
}

void dispatch(struct message message) {
  switch (message.type) {
    case OW_WIRE_CREATE:
      check_config(message, "CREATE");
      instance_create(message);
      return;
    case OW_WIRE_CONFIGURE:
      check_config(message, "CONFIGURE");
      instance_configure(message);
      return;
    case OW_WIRE_RUN:
      run(message);
      return;
    case OW_WIRE_SERVICE_REPLY:
    case OW_WIRE_SERVICE_CHUNK:
      requests_deliver(message);
      return;
    case OW_WIRE_CANCEL:
      cancel(message);
      break;
    case OW_WIRE_EVENT_ACK:
      acknowledge(message);
      break;
    case OW_WIRE_HEALTH:
      health(message);
      break;
    case OW_WIRE_DRAIN:
      if (message.length != 0 || draining) malformed("DRAIN");
      draining = true;
      instance_drain();
      break;
    default:
      wire_fatal(EXIT_WIRE, OW_E_PROTOCOL, "wire", "message type %u after HELLO", message.type);
  }
  free(message.body);
}
