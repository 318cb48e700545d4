#define _GNU_SOURCE 1
#include "requests.h"

#include "clock.h"
#include "events.h"

#include <stdlib.h>

#define CHUNKS_MAX_BYTES (64u * 1024u * 1024u) /* that wait for a slow on_chunk */

static atomic_uint next_seq = 1;

static uint32_t take_seq(void) {
  uint32_t seq;
  do {
    seq = atomic_fetch_add(&next_seq, 1);
  } while (seq == 0);
  return seq;
}

struct buffer request_begin(uint32_t method) {
  struct buffer body = {0};
  buffer_u32(&body, method);
  return body;
}

static void free_chunk(struct chunk *chunk) {
  free(chunk->message.body);
  free(chunk);
}

/* Waits until the reply is there. The call is locked. */
static ow_rc await(struct call *call, struct pending *pending, ow_chunk_fn on_chunk, void *user) {
  for (;;) {
    struct chunk *chunk = pending->chunks;
    if (chunk) {
      pending->chunks = chunk->next;
      if (!pending->chunks) pending->chunks_end = &pending->chunks;
      pending->chunk_bytes -= chunk->message.length;
      pthread_mutex_unlock(&call->lock);
      if (on_chunk) on_chunk(user, chunk->stream, chunk->data);
      free_chunk(chunk);
      pthread_mutex_lock(&call->lock);
      continue;
    }
    if (pending->answered) return OW_OK;
    if (atomic_load(&call->handle) == 0) return OW_E_ARG;
    ow_rc state = call_state(call);
    uint64_t now = mono_now(), until = now + 60 * NS_PER_S, deadline = atomic_load(&call->deadline);
    if (state != OW_OK) {
      if (now >= call->give_up) return state;
      until = call->give_up;
    } else if (deadline != 0 && deadline < until) {
      until = deadline;
    }
    call_wait(call, until);
  }
}

static void unlink_pending(struct call *call, struct pending *pending) {
  struct pending **link = &call->pending;
  while (*link && *link != pending) link = &(*link)->next;
  if (*link) *link = pending->next;
  while (pending->chunks) {
    struct chunk *chunk = pending->chunks;
    pending->chunks = chunk->next;
    free_chunk(chunk);
  }
}

ow_rc request_wait(struct call *call, struct buffer *body, struct cursor *fields, ow_chunk_fn on_chunk, void *user) {
  *fields = (struct cursor){0};
  events_flush(call);
  struct pending pending = {.seq = take_seq()};
  pending.chunks_end = &pending.chunks;

  pthread_mutex_lock(&call->lock);
  ow_rc rc = call_state(call);
  uint64_t wire_call = call->wire_call;
  if (rc == OW_OK && !body->failed) {
    pending.next = call->pending;
    call->pending = &pending;
  }
  pthread_mutex_unlock(&call->lock);
  if (rc != OW_OK || body->failed) {
    if (rc == OW_OK) rc = OW_E_LIMIT;
    buffer_free(body);
    return rc;
  }
  wire_send(OW_WIRE_SERVICE_REQUEST, wire_call, pending.seq, body);

  pthread_mutex_lock(&call->lock);
  rc = await(call, &pending, on_chunk, user);
  unlink_pending(call, &pending);
  if (pending.answered && (rc != OW_OK || !arena_adopt(&call->arena, pending.reply.body, pending.reply.length))) {
    free(pending.reply.body);
    if (rc == OW_OK) rc = OW_E_LIMIT;
  }
  pthread_mutex_unlock(&call->lock);
  if (rc != OW_OK) return rc;

  struct cursor reply = {.next = pending.reply.body, .left = pending.reply.length};
  rc = cursor_i32(&reply);
  if (reply.bad || rc > OW_OK) wire_fatal(EXIT_WIRE, OW_E_PROTOCOL, "wire", "a service reply without a code");
  *fields = reply;
  return rc == OW_OK && pending.chunks_lost ? OW_E_LIMIT : rc;
}

ow_rc request_post(struct call *call, struct buffer *body) {
  pthread_mutex_lock(&call->lock);
  uint64_t wire_call = call->wire_call;
  pthread_mutex_unlock(&call->lock);
  return wire_send(OW_WIRE_SERVICE_REQUEST, wire_call, take_seq(), body) ? OW_OK : OW_E_NOMEM;
}

void request_check(const struct cursor *fields, const char *method) {
  if (!cursor_done(fields)) wire_fatal(EXIT_WIRE, OW_E_PROTOCOL, "wire", "the fields of the reply to %s", method);
}

static void add_chunk(struct pending *pending, struct message *message) {
  struct cursor body = {.next = message->body, .left = message->length};
  int32_t stream = (int32_t)cursor_u32(&body);
  ow_bytes data = cursor_bytes(&body);
  if (!cursor_done(&body)) wire_fatal(EXIT_WIRE, OW_E_PROTOCOL, "wire", "the fields of SERVICE_CHUNK");
  struct chunk *chunk = NULL;
  if (pending->chunk_bytes + message->length <= CHUNKS_MAX_BYTES) chunk = malloc(sizeof *chunk);
  if (!chunk) {
    pending->chunks_lost = true;
    return;
  }
  *chunk = (struct chunk){NULL, stream, data, *message};
  *pending->chunks_end = chunk;
  pending->chunks_end = &chunk->next;
  pending->chunk_bytes += message->length;
  message->body = NULL;
}

void requests_deliver(struct message message) {
  struct call *call = call_find(message.call);
  if (call) {
    struct pending *pending = call->pending;
    while (pending && pending->seq != message.seq) pending = pending->next;
    if (pending && !pending->answered) {
      if (message.type == OW_WIRE_SERVICE_REPLY) {
        pending->reply = message;
        pending->answered = true;
        message.body = NULL;
      } else {
        add_chunk(pending, &message);
      }
      pthread_cond_broadcast(&call->changed);
    }
    pthread_mutex_unlock(&call->lock);
  }
  free(message.body);
}
