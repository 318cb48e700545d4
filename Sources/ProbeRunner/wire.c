#define _GNU_SOURCE 1
#include "wire.h"

#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define PARTIALS_MAX 512u                          /* messages in fragments at one time */
#define PARTIAL_BYTES_MAX (128u * 1024u * 1024u)   /* and what they may take together */

#define SMALL_FRAME 4096u

_Static_assert(sizeof(struct ow_wire_header) == OW_WIRE_HEADER_SIZE, "header layout");

static pthread_mutex_t send_lock = PTHREAD_MUTEX_INITIALIZER;

/* ---- sending ---- */

static void send_all(struct iovec *parts, size_t count) {
  while (count > 0) {
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = count};
    ssize_t sent = sendmsg(OW_WIRE_FD, &message, MSG_NOSIGNAL);
    if (sent < 0) {
      if (errno == EINTR) continue;
      _exit(EXIT_DONE); /* the host is gone, and so is the reason to run */
    }
    size_t left = (size_t)sent;
    while (count > 0 && left >= parts->iov_len) {
      left -= parts->iov_len;
      parts++;
      count--;
    }
    if (count > 0) {
      parts->iov_base = (uint8_t *)parts->iov_base + left;
      parts->iov_len -= left;
    }
  }
}

/* Moves up to `room` bytes of the rest of a segment into an iovec. */
static size_t take(const uint8_t **bytes, size_t *length, size_t room, struct iovec *part) {
  size_t n = *length < room ? *length : room;
  *part = (struct iovec){(void *)(uintptr_t)*bytes, n};
  if (n) *bytes += n;
  *length -= n;
  return n;
}

/* One piece is quicker to hand over than several. */
static bool send_small(const struct ow_wire_header *header, const void *head, size_t head_length, const void *tail,
                       size_t tail_length) {
  uint8_t frame[SMALL_FRAME];
  size_t length = sizeof *header + head_length + tail_length;
  if (head_length + tail_length > sizeof frame - sizeof *header) return false;
  memcpy(frame, header, sizeof *header);
  if (head_length) memcpy(frame + sizeof *header, head, head_length);
  if (tail_length) memcpy(frame + sizeof *header + head_length, tail, tail_length);
  pthread_mutex_lock(&send_lock);
  ssize_t sent = send(OW_WIRE_FD, frame, length, MSG_NOSIGNAL);
  if (sent != (ssize_t)length) {
    size_t done = sent > 0 ? (size_t)sent : 0;
    struct iovec rest = {frame + done, length - done};
    send_all(&rest, 1);
  }
  pthread_mutex_unlock(&send_lock);
  return true;
}

void wire_send_parts(uint16_t type, uint64_t call, uint32_t seq, const void *head, size_t head_length,
                     const void *tail, size_t tail_length) {
  if (head_length + tail_length <= SMALL_FRAME) {
    struct ow_wire_header header = {
        .length = (uint32_t)(head_length + tail_length), .type = type, .call = call, .seq = seq};
    if (send_small(&header, head, head_length, tail, tail_length)) return;
  }
  const uint8_t *first = head, *second = tail;
  do {
    struct iovec parts[3];
    size_t length = take(&first, &head_length, OW_WIRE_FRAME_MAX, &parts[1]);
    length += take(&second, &tail_length, OW_WIRE_FRAME_MAX - length, &parts[2]);
    struct ow_wire_header header = {.length = (uint32_t)length,
                                    .type = type,
                                    .flags = head_length + tail_length ? OW_WIRE_MORE : 0,
                                    .call = call,
                                    .seq = seq};
    parts[0] = (struct iovec){&header, sizeof header};
    pthread_mutex_lock(&send_lock);
    send_all(parts, 3);
    pthread_mutex_unlock(&send_lock);
  } while (head_length + tail_length > 0);
}

bool wire_send(uint16_t type, uint64_t call, uint32_t seq, struct buffer *body) {
  bool good = !body->failed;
  if (good) wire_send_parts(type, call, seq, body->bytes, body->length, NULL, 0);
  buffer_free(body);
  return good;
}

noreturn void wire_fatal(int exit_code, ow_rc rc, const char *stage, const char *format, ...) {
  char text[2048];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);

  uint8_t frame[OW_WIRE_HEADER_SIZE + 12 + sizeof text + 64];
  uint32_t stage_length = (uint32_t)strnlen(stage, 64), text_length = (uint32_t)strlen(text);
  struct ow_wire_header header = {.length = 12 + stage_length + text_length, .type = OW_WIRE_FATAL};
  uint8_t *at = frame;
  memcpy(at, &header, sizeof header);
  at += sizeof header;
  memcpy(at, &rc, 4);
  memcpy(at + 4, &stage_length, 4);
  memcpy(at + 8, stage, stage_length);
  at += 8 + stage_length;
  memcpy(at, &text_length, 4);
  memcpy(at + 4, text, text_length);
  at += 4 + text_length;

  /* A worker may hold the lock while the host reads nothing; then the host learns of it by the exit code alone. */
  struct timespec until;
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_sec += 1;
  if (pthread_mutex_timedlock(&send_lock, &until) == 0) {
    send(OW_WIRE_FD, frame, (size_t)(at - frame), MSG_NOSIGNAL);
  }
  _exit(exit_code);
}

/* ---- receiving ---- */

static struct {
  uint8_t bytes[64 * 1024];
  size_t start, end;
} inbox;

static size_t receive_some(void *into, size_t length) {
  for (;;) {
    ssize_t got = recv(OW_WIRE_FD, into, length, 0);
    if (got > 0) return (size_t)got;
    if (got < 0 && errno == EINTR) continue;
    _exit(EXIT_DONE);
  }
}

static void receive_exactly(void *into, size_t length) {
  uint8_t *next = into;
  while (length > 0) {
    if (inbox.start == inbox.end && length >= sizeof inbox.bytes) {
      size_t got = receive_some(next, length);
      next += got;
      length -= got;
      continue;
    }
    if (inbox.start == inbox.end) {
      inbox.start = 0;
      inbox.end = receive_some(inbox.bytes, sizeof inbox.bytes);
    }
    size_t n = inbox.end - inbox.start < length ? inbox.end - inbox.start : length;
    memcpy(next, inbox.bytes + inbox.start, n);
    inbox.start += n;
    next += n;
    length -= n;
  }
}

static struct message partials[PARTIALS_MAX];
static size_t partial_count, partial_bytes;

static struct message *find_partial(const struct ow_wire_header *header) {
  for (size_t i = 0; i < partial_count; i++) {
    if (partials[i].call == header->call && partials[i].seq == header->seq) return &partials[i];
  }
  return NULL;
}

static void check_header(const struct ow_wire_header *header) {
  if (header->type < OW_WIRE_HELLO || header->type > OW_WIRE_DRAIN) {
    wire_fatal(EXIT_WIRE, OW_E_PROTOCOL, "wire", "unknown message type %u", header->type);
  }
  if (header->length > OW_WIRE_FRAME_MAX) {
    wire_fatal(EXIT_WIRE, OW_E_PROTOCOL, "wire", "a frame of %u bytes is larger than %u", header->length,
               OW_WIRE_FRAME_MAX);
  }
  if ((header->flags & ~OW_WIRE_MORE) != 0 || header->reserved != 0) {
    wire_fatal(EXIT_WIRE, OW_E_PROTOCOL, "wire", "unknown flags %#x or reserved field %#x in a frame header",
               header->flags, header->reserved);
  }
  if ((header->flags & OW_WIRE_MORE) != 0 && header->length == 0) {
    wire_fatal(EXIT_WIRE, OW_E_PROTOCOL, "wire", "an empty fragment");
  }
}

static uint8_t *grow(uint8_t *body, size_t length) {
  uint8_t *grown = realloc(body, length ? length : 1);
  if (!grown) wire_fatal(EXIT_WIRE, OW_E_NOMEM, "wire", "no memory for a message of %zu bytes", length);
  return grown;
}

struct message wire_receive(void) {
  for (;;) {
    struct ow_wire_header header;
    receive_exactly(&header, sizeof header);
    check_header(&header);
    bool more = (header.flags & OW_WIRE_MORE) != 0;
    struct message *partial = partial_count ? find_partial(&header) : NULL;
    if (!partial && !more) {
      struct message whole = {header.type, header.call, header.seq, grow(NULL, header.length), header.length};
      receive_exactly(whole.body, whole.length);
      return whole;
    }
    if (!partial) {
      if (partial_count == PARTIALS_MAX) {
        wire_fatal(EXIT_WIRE, OW_E_LIMIT, "wire", "more than %u messages in fragments", PARTIALS_MAX);
      }
      partial = &partials[partial_count++];
      *partial = (struct message){header.type, header.call, header.seq, NULL, 0};
    }
    if (partial->type != header.type) {
      wire_fatal(EXIT_WIRE, OW_E_PROTOCOL, "wire", "message type %u between the fragments of type %u", header.type,
                 partial->type);
    }
    if (partial->length + header.length > OW_WIRE_MESSAGE_MAX || partial_bytes + header.length > PARTIAL_BYTES_MAX) {
      wire_fatal(EXIT_WIRE, OW_E_LIMIT, "wire", "a message in fragments is larger than %u bytes", OW_WIRE_MESSAGE_MAX);
    }
    partial->body = grow(partial->body, partial->length + header.length);
    receive_exactly(partial->body + partial->length, header.length);
    partial->length += header.length;
    partial_bytes += header.length;
    if (!more) {
      struct message whole = *partial;
      partial_bytes -= whole.length;
      *partial = partials[--partial_count];
      return whole;
    }
  }
}
