/* bench_core.c - "ow.core/1" as the runner offers it. The spy in front has checked h and the call's handle. */
#define _GNU_SOURCE 1
#include "bench.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define RESULT_MAX (8u * 1024u * 1024u)
#define STRIDE_MAX 4096u
#define EMIT_MAX 1000u
#define EMIT_BYTES_MAX (256u * 1024u)

static void core_log(void *h, ow_call c, int32_t level, ow_str message) {
  (void)h, (void)c;
  if (message.n && !message.p)
    report_fault("log() was given a text of %llu bytes at NULL", (unsigned long long)message.n);
  if (level < OW_LOG_TRACE || level > OW_LOG_ERROR) report_warning("log() was given the level %d", level);
  if (message.p && !utf8_valid(message.p, message.n)) report_warning("a log line is not UTF-8");
}

static int64_t jump(int64_t shift) {
  return atomic_fetch_add(&bench.clock_looks, 1) >= bench.plan.clock_jump_at ? shift : 0;
}

static uint64_t core_mono_ns(void *h) {
  (void)h;
  if (bench.plan.frozen) return UINT64_C(3600) * NS_PER_S;
  return bench_mono() + (uint64_t)jump(bench.plan.mono_shift);
}

static uint64_t core_unix_ns(void *h) {
  (void)h;
  if (bench.plan.frozen) return UINT64_C(1790000000) * NS_PER_S;
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  uint64_t ns = (uint64_t)now.tv_sec * NS_PER_S + (uint64_t)now.tv_nsec;
  return ns + (uint64_t)jump(bench.plan.unix_shift);
}

static uint64_t core_deadline_mono_ns(void *h, ow_call c) {
  (void)h;
  struct call *call = call_of(c);
  return call ? call->deadline : 0;
}

static uint32_t core_cancelled(void *h, ow_call c) {
  (void)h;
  struct call *call = call_of(c);
  return !call || call_state(call) != OW_OK;
}

static ow_rc core_wait(void *h, ow_call c, uint64_t ns) {
  (void)h;
  struct call *call = call_of(c);
  if (!call) return OW_E_ARG;
  ow_rc rc = call_state(call);
  if (rc != OW_OK) return rc;
  if (!bench.plan.real_waits) { /* the clock goes on, the case does not wait for it */
    uint64_t most = 10 * 365 * 86400 * NS_PER_S;
    __atomic_add_fetch(&bench.virtual_ns, ns < most ? ns : most, __ATOMIC_RELAXED);
    nanosleep(&(struct timespec){0, 20000}, NULL);
    return call_state(call);
  }
  uint64_t now = real_ns(), end = ns < 60 * NS_PER_S ? now + ns : now + 60 * NS_PER_S;
  while ((rc = call_state(call)) == OW_OK && atomic_load(&call->handle) == c && (now = real_ns()) < end) {
    uint64_t until = end - now < 5 * NS_PER_MS ? end : now + 5 * NS_PER_MS;
    struct timespec at = {(time_t)(until / NS_PER_S), (long)(until % NS_PER_S)};
    pthread_mutex_lock(&call->lock);
    if (call->cancel_rc == OW_OK) pthread_cond_timedwait(&call->changed, &call->lock, &at);
    pthread_mutex_unlock(&call->lock);
  }
  return atomic_load(&call->handle) == c ? rc : OW_E_ARG;
}

static ow_rc check_event(const ow_event *event, uint32_t stride) {
  if (event->struct_size != stride) return OW_E_ARG;
  if (event->type >= facts.event_count) {
    if (!bench.lenient)
      report_fault("emit() was given the event type %u; the manifest declares %u", event->type, facts.event_count);
    return OW_E_DENIED;
  }
  if (event->format != OW_FMT_JSON) return OW_E_UNSUPPORTED;
  if (event->severity > OW_SEV_CRITICAL) {
    report_fault("emit() was given the severity %u", event->severity);
    return OW_E_ARG;
  }
  if (event->subject.n > 512 || event->message.n > 4096 || event->attributes.n > 65536) return OW_E_LIMIT;
  if ((event->subject.n && !event->subject.p) || (event->message.n && !event->message.p) ||
      (event->attributes.n && !event->attributes.p)) {
    report_fault("emit() was given an event with text at NULL");
    return OW_E_ARG;
  }
  if (!utf8_valid(event->subject.p, event->subject.n) || !utf8_valid(event->message.p, event->message.n)) {
    report_fault("the subject or message of an event is not UTF-8");
    return OW_E_ARG;
  }
  return OW_OK;
}

static void keep_event(struct call *call, const ow_event *event) {
  line_text(&call->events, "%s{\"type\":%u,\"subject\":", call->event_count ? "," : "", event->type);
  line_hex(&call->events, event->subject.p, event->subject.n);
  line_text(&call->events, ",\"message\":");
  line_hex(&call->events, event->message.p, event->message.n);
  line_text(&call->events, ",\"attributes\":");
  line_hex(&call->events, event->attributes.p, event->attributes.n);
  line_text(&call->events, "}");
  call->event_count++;
}

static const ow_event *event_at(const ow_event *events, uint32_t stride, uint32_t i) {
  return (const ow_event *)(const void *)((const uint8_t *)(const void *)events + (size_t)stride * i);
}

static ow_rc core_emit(void *h, ow_call c, const ow_event *events, uint32_t n) {
  (void)h;
  struct call *call = call_of(c);
  if (!call) return OW_E_ARG;
  if (n == 0) return OW_OK;
  if (!events) {
    report_fault("emit() was given %u events at NULL", n);
    return OW_E_ARG;
  }
  uint32_t stride = events->struct_size;
  if (stride < sizeof(ow_event) || stride > STRIDE_MAX || stride % 8 != 0) {
    report_fault("emit() was given an event whose struct_size is %u", stride);
    return OW_E_ARG;
  }
  if (n > EMIT_MAX) return OW_E_LIMIT;
  uint64_t bytes = 0;
  for (uint32_t i = 0; i < n; i++) {
    const ow_event *event = event_at(events, stride, i);
    ow_rc rc = check_event(event, stride);
    if (rc != OW_OK) return rc;
    bytes += event->subject.n + event->message.n + event->attributes.n + 40;
  }
  if (bytes > EMIT_BYTES_MAX) return OW_E_LIMIT;
  ow_rc rc = call_state(call);
  if (rc != OW_OK) return rc;
  if (call->emit_calls++ < bench.plan.emit_again) return OW_E_AGAIN;
  pthread_mutex_lock(&call->lock);
  if (bench.plan.emit_limit >= 0 && call->event_count + n > bench.plan.emit_limit) rc = OW_E_LIMIT;
  for (uint32_t i = 0; i < n && rc == OW_OK; i++) {
    uint32_t type = event_at(events, stride, i)->type;
    if (++call->event_counts[type] > facts.events[type].most) rc = OW_E_LIMIT;
  }
  for (uint32_t i = 0; i < n && rc == OW_OK; i++) keep_event(call, event_at(events, stride, i));
  pthread_mutex_unlock(&call->lock);
  return rc;
}

static ow_rc core_progress(void *h, ow_call c, uint32_t done, ow_str stage) {
  (void)h, (void)c;
  if (done > 10000 || (stage.n && !stage.p)) {
    report_fault("progress() was given %u of 10000", done);
    return OW_E_ARG;
  }
  return OW_OK;
}

static ow_rc core_fail(void *h, ow_call c, ow_rc code, ow_str message, ow_bytes detail) {
  (void)h;
  struct call *call = call_of(c);
  if (!call) return OW_E_ARG;
  if (code >= OW_OK || (message.n && !message.p) || (detail.n && !detail.p)) {
    report_fault("fail() was given the code %d", code);
    return OW_E_ARG;
  }
  if (!code_known(code) && code != bench.plan.fault_code) report_fault("fail() was given the undefined code %d", code);
  if (message.n > 4096) report_warning("fail() was given a message of %llu bytes", (unsigned long long)message.n);
  if (!utf8_valid(message.p, message.n)) report_fault("the message of fail() is not UTF-8");
  if (detail.n > 65536) return OW_E_LIMIT;
  call->fail_code = code;
  return OW_OK;
}

static ow_rc core_result(void *h, ow_call c, int32_t format, ow_bytes body) {
  (void)h;
  struct call *call = call_of(c);
  if (!call) return OW_E_ARG;
  if (format != OW_FMT_JSON) {
    report_fault("result() was given the format %d; ABI 1.0 knows JSON alone", format);
    return OW_E_UNSUPPORTED;
  }
  if (!body.p || body.n == 0) {
    report_fault("result() was given nothing");
    return OW_E_ARG;
  }
  if (body.n > RESULT_MAX) return OW_E_LIMIT;
  uint8_t *copy = malloc(body.n);
  if (!copy) return OW_E_NOMEM;
  memcpy(copy, body.p, body.n);
  ow_rc rc = OW_OK;
  pthread_mutex_lock(&call->lock);
  if (call->has_result) {
    rc = OW_E_STATE;
  } else {
    call->has_result = true;
    call->result = copy;
    call->result_length = body.n;
    copy = NULL;
  }
  pthread_mutex_unlock(&call->lock);
  free(copy);
  if (rc == OW_E_STATE) report_fault("result() was called again after it had accepted a result");
  return rc;
}

static void *core_scratch(void *h, ow_call c, uint64_t n, uint64_t align) {
  (void)h;
  struct call *call = call_of(c);
  if (!call) return NULL;
  if (align == 0 || (align & (align - 1)) != 0)
    report_fault("scratch() was given the alignment %llu", (unsigned long long)align);
  return call_memory(call, n, align);
}

const ow_core_v1 bench_core = {
    .struct_size = sizeof(ow_core_v1),
    .log = core_log,
    .mono_ns = core_mono_ns,
    .unix_ns = core_unix_ns,
    .deadline_mono_ns = core_deadline_mono_ns,
    .cancelled = core_cancelled,
    .wait = core_wait,
    .emit = core_emit,
    .progress = core_progress,
    .fail = core_fail,
    .result = core_result,
    .scratch = core_scratch,
};
