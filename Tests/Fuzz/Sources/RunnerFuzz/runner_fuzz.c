/* The runner's own sources, with the process around them replaced: bytes come from memory, answers go nowhere, exits
 * return, and what was allocated is given back. What the messages would start - the plugin - is not there. */
#define _GNU_SOURCE 1
#include "runner_fuzz.h"

#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* ---- the process around the runner ---- */

static const uint8_t *input;
static size_t input_left;
static jmp_buf stop;

/* Allocations form a ring, so that an exit in the middle gives everything back. */
struct block {
  struct block *next, *previous;
  max_align_t bytes[];
};
static struct block blocks = {&blocks, &blocks};

static void *fuzz_realloc(void *old, size_t length) {
  struct block *block = old ? (struct block *)((uint8_t *)old - offsetof(struct block, bytes)) : NULL;
  struct block *next = block ? block->next : &blocks, *previous = block ? block->previous : blocks.previous;
  struct block *grown = realloc(block, sizeof *grown + length);
  if (!grown) return NULL;
  grown->next = next;
  grown->previous = previous;
  next->previous = previous->next = grown;
  return grown->bytes;
}

static void *fuzz_calloc(size_t count, size_t size) {
  size_t length;
  if (__builtin_mul_overflow(count, size, &length)) return NULL;
  void *bytes = fuzz_realloc(NULL, length);
  if (bytes) memset(bytes, 0, length);
  return bytes;
}

static void fuzz_free(void *old) {
  if (!old) return;
  struct block *block = (struct block *)((uint8_t *)old - offsetof(struct block, bytes));
  block->next->previous = block->previous;
  block->previous->next = block->next;
  free(block);
}

static ssize_t fuzz_read(void *into, size_t length) {
  size_t n = length < input_left ? length : input_left;
  if (n) memcpy(into, input, n);
  input += n;
  input_left -= n;
  return (ssize_t)n;
}

static _Noreturn void fuzz_exit(int code) { longjmp(stop, code + 1); }

#define recv(fd, into, length, flags) ((void)(fd), (void)(flags), fuzz_read(into, length))
#define sendmsg(fd, message, flags) ((void)(fd), (void)(flags), fuzz_sent(message))
#define send(fd, bytes, length, flags) ((void)(bytes), (ssize_t)(length))
#define _exit(code) fuzz_exit(code)
#define malloc(length) fuzz_realloc(NULL, length)
#define calloc(count, size) fuzz_calloc(count, size)
#define realloc(old, length) fuzz_realloc(old, length)
#define free(old) fuzz_free(old)

static ssize_t fuzz_sent(const struct msghdr *message) {
  size_t length = 0;
  for (size_t i = 0; i < message->msg_iovlen; i++) length += message->msg_iov[i].iov_len;
  return (ssize_t)length;
}

#include "../../../../Sources/ProbeRunner/buffer.c"
#include "../../../../Sources/ProbeRunner/wire.c"

#include "../../../../Sources/ProbeRunner/dispatch.c"

/* ---- what the messages would start ---- */

struct runner runner;
static struct call only;
static bool only_is_open;

const void *services_find(void *h, ow_str id, uint32_t min_size) {
  (void)h, (void)id, (void)min_size;
  return NULL;
}

struct call *call_open(uint64_t wire_call, uint64_t deadline) {
  if (only_is_open) return NULL;
  only_is_open = true;
  only.wire_call = wire_call;
  only.deadline = deadline;
  return &only;
}

struct call *call_find(uint64_t wire_call) {
  if (!only_is_open || only.wire_call != wire_call) return NULL;
  pthread_mutex_lock(&only.lock);
  return &only;
}

void call_cancel(struct call *call, ow_rc reason) { call->cancel_rc = reason; }

static void end_call(void) {
  free(only.run.body);
  free(only.event_max);
  memset(&only, 0, sizeof only);
  only_is_open = false;
}

/* Reads what a plugin would be given: every byte has to be there. */
static uint64_t sum(ow_bytes bytes) {
  uint64_t total = 0;
  for (uint64_t i = 0; i < bytes.n; i++) total += bytes.p[i];
  return total;
}

static volatile uint64_t seen;

void instance_create(struct message message) { free(message.body); }
void instance_configure(struct message message) { free(message.body); }
void instance_run(struct call *call) {
  seen += sum(call->request.params) + sum(call->request.previous);
  for (uint32_t i = 0; i < call->event_types; i++) seen += call->event_max[i] + call->event_counts[i];
  if (call->request.attempt % 2) end_call(); /* otherwise it stays, for CANCEL and EVENT_ACK to find */
}
void instance_health(struct call *call) {
  (void)call;
  end_call();
}
void instance_cancel(struct call *call) { (void)call; }
void instance_drain(void) {}
void send_refusal(uint64_t wire_call, ow_rc rc, const char *why) {
  struct buffer body = {0};
  buffer_i32(&body, rc);
  buffer_text(&body, why);
  wire_send(OW_WIRE_RESULT, wire_call, 0, &body);
}
void events_acknowledge(struct call *call, uint32_t count, uint32_t bytes) { seen += call->index + count + bytes; }
void requests_deliver(struct message message) {
  struct cursor body = {.next = message.body, .left = message.length};
  seen += (uint64_t)cursor_i32(&body) + sum(cursor_bytes(&body)) + utf8_valid(body.next, body.left);
  free(message.body);
}

int runner_fuzz_read(const uint8_t *bytes, size_t length) {
  input = bytes;
  input_left = length;
  memset(&runner, 0, sizeof runner);
  memset(&only, 0, sizeof only);
  memset(&send_lock, 0, sizeof send_lock);
  inbox.start = inbox.end = 0;
  partial_count = partial_bytes = 0;
  only_is_open = draining = false;
  int code = setjmp(stop);
  if (code == 0) {
    dispatch_hello(wire_receive());
    for (;;) dispatch(wire_receive());
  }
  while (blocks.next != &blocks) fuzz_free(blocks.next->bytes);
  return code - 1;
}
