/* services_core.c - "ow.core/1". */
#define _GNU_SOURCE 1
#include "calls.h"
#include "clock.h"
#include "events.h"
#include "journal.h"
#include "runner.h"
#include "services.h"

#include <string.h>

#define RESULT_MAX (8u * 1024u * 1024u)
#define FAIL_MESSAGE_MAX 4096u
#define FAIL_DETAIL_MAX (64u * 1024u)

static void core_log(void *h, ow_call c, int32_t level, ow_str message) {
  if (h != &runner) return;
  struct call *call = call_enter(h, c);
  if (!call) {
    journal_write(0, level, message);
    return;
  }
  pthread_mutex_lock(&call->lock);
  uint64_t wire_call = call->wire_call;
  pthread_mutex_unlock(&call->lock);
  journal_write(wire_call, level, message);
  call_leave(call);
}

static uint64_t core_mono_ns(void *h) {
  (void)h;
  return mono_now();
}

static uint64_t core_unix_ns(void *h) {
  (void)h;
  return clock_ns(CLOCK_REALTIME);
}

static uint64_t core_deadline_mono_ns(void *h, ow_call c) {
  struct call *call = call_enter(h, c);
  if (!call) return 0;
  uint64_t deadline = atomic_load(&call->deadline);
  call_leave(call);
  return deadline;
}

static ow_rc core_wait(void *h, ow_call c, uint64_t ns) {
  struct call *call = call_enter(h, c);
  if (!call) return OW_E_ARG;
  events_flush(call);
  uint64_t now = mono_now();
  uint64_t end = ns < UINT64_MAX - now ? now + ns : UINT64_MAX;
  pthread_mutex_lock(&call->lock);
  ow_rc rc;
  for (;;) {
    rc = atomic_load(&call->handle) == 0 ? OW_E_ARG : call_state(call);
    now = mono_now();
    if (rc != OW_OK || now >= end) break;
    uint64_t until = end - now < 60 * NS_PER_S ? end : now + 60 * NS_PER_S;
    uint64_t deadline = atomic_load(&call->deadline);
    call_wait(call, deadline != 0 && deadline < until ? deadline : until);
  }
  pthread_mutex_unlock(&call->lock);
  call_leave(call);
  return rc;
}

static ow_rc core_emit(void *h, ow_call c, const ow_event *events, uint32_t n) {
  struct call *call = call_enter(h, c);
  if (!call) return OW_E_ARG;
  ow_rc rc = events_emit(call, events, n);
  call_leave(call);
  return rc;
}

static ow_rc core_progress(void *h, ow_call c, uint32_t done, ow_str stage) {
  struct call *call = call_enter(h, c);
  if (!call) return OW_E_ARG;
  ow_rc rc = events_progress(call, done, stage);
  call_leave(call);
  return rc;
}

static ow_rc core_fail(void *h, ow_call c, ow_rc code, ow_str message, ow_bytes detail) {
  struct call *call = call_enter(h, c);
  if (!call) return OW_E_ARG;
  ow_rc rc = OW_OK;
  if (code >= OW_OK || (message.n && !message.p) || (detail.n && !detail.p)) rc = OW_E_ARG;
  if (rc == OW_OK && detail.n > FAIL_DETAIL_MAX) rc = OW_E_LIMIT;
  if (rc == OW_OK) {
    struct buffer text = {0}, data = {0};
    buffer_raw(&text, message.p, utf8_cut(message.p, message.n, FAIL_MESSAGE_MAX));
    buffer_raw(&data, detail.p, detail.n);
    pthread_mutex_lock(&call->lock);
    buffer_free(&call->fail_message);
    buffer_free(&call->fail_detail);
    call->fail_code = code;
    call->fail_message = text;
    call->fail_detail = data;
    pthread_mutex_unlock(&call->lock);
  }
  call_leave(call);
  return rc;
}

static ow_rc core_result(void *h, ow_call c, int32_t format, ow_bytes body) {
  struct call *call = call_enter(h, c);
  if (!call) return OW_E_ARG;
  ow_rc rc = OW_OK;
  struct buffer copy = {0};
  if (format != OW_FMT_JSON) {
    rc = OW_E_UNSUPPORTED;
  } else if (!body.p || body.n == 0) {
    rc = OW_E_ARG;
  } else if (body.n > RESULT_MAX) {
    rc = OW_E_LIMIT;
  } else {
    buffer_raw(&copy, body.p, body.n);
    if (copy.failed) rc = OW_E_NOMEM;
  }
  if (rc == OW_OK) {
    pthread_mutex_lock(&call->lock);
    if (call->has_result) {
      rc = OW_E_STATE;
    } else {
      call->has_result = true;
      call->result = copy;
      copy = (struct buffer){0};
    }
    pthread_mutex_unlock(&call->lock);
  }
  buffer_free(&copy);
  call_leave(call);
  return rc;
}

static void *core_scratch(void *h, ow_call c, uint64_t n, uint64_t align) {
  struct call *call = call_enter(h, c);
  if (!call) return NULL;
  pthread_mutex_lock(&call->lock);
  void *memory = arena_take(&call->arena, n, align);
  pthread_mutex_unlock(&call->lock);
  call_leave(call);
  return memory;
}

const ow_core_v1 core_service = {
    .struct_size = sizeof(ow_core_v1),
    .log = core_log,
    .mono_ns = core_mono_ns,
    .unix_ns = core_unix_ns,
    .deadline_mono_ns = core_deadline_mono_ns,
    .cancelled = call_is_cancelled,
    .wait = core_wait,
    .emit = core_emit,
    .progress = core_progress,
    .fail = core_fail,
    .result = core_result,
    .scratch = core_scratch,
};
