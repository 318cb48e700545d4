#define _GNU_SOURCE 1
#include "events.h"

#include "clock.h"

#include <string.h>

#define SUBJECT_MAX 512u
#define TEXT_MAX 4096u
#define ATTRIBUTES_MAX (64u * 1024u)
#define STRIDE_MAX 4096u
#define EMIT_MAX 1000u /* events of one emit() */
#define EMIT_MAX_BYTES (256u * 1024u)
#define PROGRESS_INTERVAL_NS (50u * UINT64_C(1000000))

/* The array's step is the size its writer knows: a plugin of a later minor has larger entries. */
static const ow_event *event_at(const ow_event *events, uint32_t stride, uint32_t i) {
  return (const ow_event *)(const void *)((const uint8_t *)(const void *)events + (size_t)stride * i);
}

static ow_rc check(const ow_event *event, uint32_t stride, uint32_t types) {
  if (event->struct_size != stride) return OW_E_ARG;
  if (event->type >= types) return OW_E_DENIED;
  if (event->format != OW_FMT_JSON) return OW_E_UNSUPPORTED;
  if (event->severity > OW_SEV_CRITICAL) return OW_E_ARG;
  if (event->subject.n > SUBJECT_MAX || event->message.n > TEXT_MAX || event->attributes.n > ATTRIBUTES_MAX) {
    return OW_E_LIMIT;
  }
  if ((event->subject.n && !event->subject.p) || (event->message.n && !event->message.p) ||
      (event->attributes.n && !event->attributes.p)) {
    return OW_E_ARG;
  }
  if (!utf8_valid((const uint8_t *)event->subject.p, event->subject.n) ||
      !utf8_valid((const uint8_t *)event->message.p, event->message.n)) {
    return OW_E_ARG;
  }
  return OW_OK;
}

/* What an event takes on the wire: its scalars, and three fields with their lengths. */
static uint32_t encoded_size(const ow_event *event) {
  return 3 * 4 + 8 + 3 * 4 + (uint32_t)(event->subject.n + event->message.n + event->attributes.n);
}

static void append(struct buffer *batch, const ow_event *event) {
  buffer_u32(batch, event->type);
  buffer_u32(batch, event->severity);
  buffer_u32(batch, event->format);
  buffer_u64(batch, event->unix_ns);
  buffer_str(batch, event->subject);
  buffer_str(batch, event->message);
  buffer_bytes(batch, event->attributes.p, event->attributes.n);
}

/* Sends a batch that was taken off the call: its first four bytes are kept free for the count. */
static void send_batch(uint64_t wire_call, const struct buffer *batch, uint32_t count) {
  memcpy(batch->bytes, &count, sizeof count);
  wire_send_parts(OW_WIRE_EMIT, wire_call, 0, batch->bytes, batch->length, NULL, 0);
}

static void flush_locked(struct call *call) {
  struct buffer batch = call->batch;
  uint32_t count = call->batch_count;
  uint64_t wire_call = call->wire_call;
  bool has_progress = call->progress_pending;
  if (count == 0 && !has_progress) return;
  call->batch = (struct buffer){0};
  call->batch_count = 0;

  struct buffer progress = {0};
  if (has_progress) {
    call->progress_pending = false;
    call->progress_sent_at = mono_now();
    buffer_u32(&progress, call->progress_done);
    buffer_bytes(&progress, call->progress_stage, call->progress_stage_length);
  }
  pthread_mutex_unlock(&call->lock);
  if (count) send_batch(wire_call, &batch, count);
  if (has_progress) wire_send(OW_WIRE_PROGRESS, wire_call, 0, &progress);
  pthread_mutex_lock(&call->lock);
  if (call->batch.bytes) {
    buffer_free(&batch); /* another thread began the next one */
  } else {
    batch.length = 0;
    call->batch = batch;
  }
}

void events_flush(struct call *call) {
  pthread_mutex_lock(&call->lock);
  flush_locked(call);
  pthread_mutex_unlock(&call->lock);
}

/* Takes back the count of the first events of an emit(). */
static void uncount(struct call *call, const ow_event *events, uint32_t stride, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) call->event_counts[event_at(events, stride, i)->type]--;
}

/* Limits that hold for all events of one emit() together, checked before any of them is taken. */
static ow_rc admit(struct call *call, const ow_event *events, uint32_t stride, uint32_t count, uint32_t bytes) {
  if (call->unacked + count > OW_WIRE_EVENT_CREDIT || call->unacked_bytes + bytes > OW_WIRE_EVENT_CREDIT_BYTES) {
    return OW_E_AGAIN;
  }
  for (uint32_t i = 0; i < count; i++) {
    uint32_t type = event_at(events, stride, i)->type;
    if (type >= call->event_types) {
      uncount(call, events, stride, i);
      return OW_E_DENIED;
    }
    call->event_counts[type]++;
    if (call->event_max[type] != 0 && call->event_counts[type] > call->event_max[type]) {
      uncount(call, events, stride, i + 1);
      return OW_E_LIMIT;
    }
  }
  return OW_OK;
}

/* Checks all events; their size on the wire, or 0 and why not. */
static uint32_t measure(const ow_event *events, uint32_t stride, uint32_t count, uint32_t types, ow_rc *rc) {
  uint32_t bytes = 0;
  for (uint32_t i = 0; i < count; i++) {
    const ow_event *event = event_at(events, stride, i);
    *rc = check(event, stride, types);
    if (*rc != OW_OK) return 0;
    bytes += encoded_size(event);
    if (bytes > EMIT_MAX_BYTES) {
      *rc = OW_E_LIMIT;
      return 0;
    }
  }
  return bytes;
}

static ow_rc take(struct call *call, const ow_event *event) {
  while (call->batch_count && call->batch.length + encoded_size(event) > BATCH_BYTES) flush_locked(call);
  if (call->batch_count == 0) {
    call->batch.length = 0;
    buffer_u32(&call->batch, 0);
  }
  size_t length = call->batch.length;
  append(&call->batch, event);
  if (call->batch.failed) {
    call->batch.failed = false;
    call->batch.length = length;
    return OW_E_NOMEM;
  }
  call->batch_count++;
  call->emitted++;
  call->unacked++;
  call->unacked_bytes += encoded_size(event);
  return OW_OK;
}

ow_rc events_emit(struct call *call, const ow_event *events, uint32_t count) {
  if (count == 0) return OW_OK;
  if (!events) return OW_E_ARG;
  uint32_t stride = events->struct_size;
  if (stride < sizeof(ow_event) || stride > STRIDE_MAX || stride % 8 != 0) return OW_E_ARG;
  if (count > EMIT_MAX) return OW_E_LIMIT;
  ow_rc rc = OW_OK;
  uint32_t bytes = measure(events, stride, count, call->event_types, &rc);
  if (rc != OW_OK) return rc;

  pthread_mutex_lock(&call->lock);
  rc = call_state(call);
  if (rc == OW_OK) rc = admit(call, events, stride, count, bytes);
  if (rc == OW_E_AGAIN) flush_locked(call); /* the host cannot give back credit for what it has not seen */
  for (uint32_t i = 0; rc == OW_OK && i < count; i++) rc = take(call, event_at(events, stride, i));
  pthread_mutex_unlock(&call->lock);
  return rc;
}

void events_acknowledge(struct call *call, uint32_t count, uint32_t bytes) {
  call->unacked -= count < call->unacked ? count : call->unacked;
  call->unacked_bytes -= bytes < call->unacked_bytes ? bytes : call->unacked_bytes;
  if (call->unacked == 0) call->unacked_bytes = 0;
}

ow_rc events_progress(struct call *call, uint32_t done, ow_str stage) {
  if (done > 10000 || (stage.n && !stage.p)) return OW_E_ARG;
  size_t length = utf8_cut(stage.p, stage.n, sizeof call->progress_stage);
  pthread_mutex_lock(&call->lock);
  call->progress_done = done;
  if (length) memcpy(call->progress_stage, stage.p, length);
  call->progress_stage_length = (uint32_t)length;
  call->progress_pending = true;
  bool due = mono_now() - call->progress_sent_at >= PROGRESS_INTERVAL_NS;
  if (due) flush_locked(call);
  pthread_mutex_unlock(&call->lock);
  return OW_OK;
}
