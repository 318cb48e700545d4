#define _GNU_SOURCE 1
#include "instance.h"

#include "clock.h"
#include "journal.h"
#include "pool.h"
#include "reader.h"
#include "runner.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define CONTROL_QUEUE 64u
#define HOOK_QUEUE 1024u

static struct pool control; /* one thread: create, configure, health, destroy */
static struct pool hooks;   /* one thread: cancel */

static void *instance; /* of the plugin's create() */

/* create() and configure() shut run() out, and the other way round. */
static struct {
  pthread_mutex_t lock;
  pthread_cond_t changed;
  uint32_t waiting; /* create() and configure() that are queued or under way */
  uint32_t running; /* run() under way */
  uint32_t calls;   /* threads that work off calls, at most max_concurrent */
  bool created;
  /* Calls beyond that: oldest first, from `first` on. */
  struct call **queue;
  uint32_t capacity, first, queued;
} gate = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};

bool instance_prepare(void) {
  gate.capacity = calls_capacity();
  gate.queue = calloc(gate.capacity, sizeof *gate.queue);
  return gate.queue && pool_prepare(&control, 1, CONTROL_QUEUE) && pool_prepare(&hooks, 1, HOOK_QUEUE) &&
         reader_prepare(runner.max_concurrent + 1);
}

/* OW_OK and the ABI's error codes as they are, anything else as INTERNAL with an explanation. */
static ow_rc checked_code(ow_rc rc, const char *function, char *why, size_t size) {
  if (rc <= OW_OK && (rc >= OW_E_LICENSE || rc == OW_E_INTERNAL)) return rc;
  snprintf(why, size, "%s returned the undefined code %d", function, rc);
  return OW_E_INTERNAL;
}

static void send_answer(uint16_t type, uint64_t wire_call, ow_rc rc, ow_str message) {
  struct buffer body = {0};
  buffer_i32(&body, rc);
  buffer_str(&body, message);
  wire_send(type, wire_call, 0, &body);
}

void send_refusal(uint64_t wire_call, ow_rc rc, const char *why) {
  struct buffer body = {0};
  buffer_i32(&body, rc);
  buffer_i32(&body, rc);
  buffer_u32(&body, OW_FMT_JSON);
  buffer_u64(&body, 0);
  buffer_u64(&body, 0);
  buffer_u32(&body, 0);
  buffer_text(&body, why);
  buffer_bytes(&body, NULL, 0);
  buffer_bytes(&body, NULL, 0);
  wire_send(OW_WIRE_RESULT, wire_call, 0, &body);
}

/* ---- create, configure ---- */

/* Runs create() or configure() with the gate held, and answers. */
static void set_up(struct message *message, bool create) {
  struct cursor body = {.next = message->body, .left = message->length};
  int32_t format = (int32_t)cursor_u32(&body);
  ow_bytes config = cursor_bytes(&body);

  pthread_mutex_lock(&gate.lock);
  bool created = gate.created, in_use = gate.running > 0;
  pthread_mutex_unlock(&gate.lock);

  char text[128] = "";
  ow_str why = {0};
  ow_rc rc;
  journal_listen();
  if (create && created) {
    rc = OW_E_STATE;
    why = str_of("the instance exists already");
  } else if (!create && (!created || in_use)) {
    rc = OW_E_STATE;
    why = str_of(in_use ? "calls are in flight" : "there is no instance");
  } else if (!create && !runner.plugin.configure) {
    rc = OW_E_UNSUPPORTED;
    why = str_of("the plugin has no configure()");
  } else if (create) {
    instance = NULL;
    rc = checked_code(runner.plugin.create(&runner.host, config, format, &instance), "create()", text, sizeof text);
    created = rc == OW_OK;
  } else {
    rc = checked_code(runner.plugin.configure(instance, config, format), "configure()", text, sizeof text);
  }
  ow_str heard = journal_heard();
  if (rc != OW_OK && why.n == 0) why = text[0] ? str_of(text) : heard;

  pthread_mutex_lock(&gate.lock);
  gate.created = created;
  gate.waiting--;
  pthread_cond_broadcast(&gate.changed);
  pthread_mutex_unlock(&gate.lock);
  send_answer(create ? OW_WIRE_CREATED : OW_WIRE_CONFIGURED, message->call, rc, why);
  free(message->body);
  free(message);
}

static void create_work(void *message) { set_up(message, true); }
static void configure_work(void *message) { set_up(message, false); }

static void queue_set_up(struct message message, void (*work)(void *), uint16_t answer) {
  struct message *copy = malloc(sizeof *copy);
  pthread_mutex_lock(&gate.lock);
  gate.waiting++;
  pthread_mutex_unlock(&gate.lock);
  if (copy) {
    *copy = message;
    if (pool_submit(&control, work, copy)) return;
  }
  pthread_mutex_lock(&gate.lock);
  gate.waiting--;
  pthread_mutex_unlock(&gate.lock);
  free(copy);
  free(message.body);
  send_answer(answer, message.call, OW_E_NOMEM, str_of("no room for another control call"));
}

void instance_create(struct message message) { queue_set_up(message, create_work, OW_WIRE_CREATED); }
void instance_configure(struct message message) { queue_set_up(message, configure_work, OW_WIRE_CONFIGURED); }

/* ---- run ---- */

static bool gate_pass(void) {
  pthread_mutex_lock(&gate.lock);
  while (gate.waiting > 0) pthread_cond_wait(&gate.changed, &gate.lock);
  bool created = gate.created;
  if (created) gate.running++;
  pthread_mutex_unlock(&gate.lock);
  return created;
}

static void gate_leave(void) {
  pthread_mutex_lock(&gate.lock);
  gate.running--;
  pthread_cond_broadcast(&gate.changed);
  pthread_mutex_unlock(&gate.lock);
}

/* Not started if it was cancelled in the queue. */
static ow_rc start(struct call *call) {
  pthread_mutex_lock(&call->lock);
  ow_rc rc = call_state(call);
  call->started = rc == OW_OK;
  pthread_mutex_unlock(&call->lock);
  return rc;
}

static void send_result(struct call *call, ow_rc rc, const char *why, uint64_t wall_ns, uint64_t cpu_ns) {
  bool has_result = rc == OW_OK;
  struct buffer head = {0};
  buffer_i32(&head, rc);
  buffer_i32(&head, why ? rc : call->fail_code);
  buffer_u32(&head, OW_FMT_JSON);
  buffer_u64(&head, wall_ns);
  buffer_u64(&head, cpu_ns);
  buffer_u32(&head, call->emitted);
  if (why) {
    buffer_text(&head, why);
  } else {
    buffer_bytes(&head, call->fail_message.bytes, call->fail_message.length);
  }
  buffer_bytes(&head, call->fail_detail.bytes, call->fail_detail.length);
  buffer_u32(&head, has_result ? (uint32_t)call->result.length : 0);
  if (head.failed) {
    send_refusal(call->wire_call, OW_E_NOMEM, "no memory for the result");
  } else {
    wire_send_parts(OW_WIRE_RESULT, call->wire_call, 0, head.bytes, head.length, call->result.bytes,
                    has_result ? call->result.length : 0);
  }
  buffer_free(&head);
}

/* The CPU time of calls. Reading the clock of a thread takes a system call, which is much beside a short call: it is
 * read once a millisecond at most, and a call that short is said to have computed all the time. */
#define CPU_CLOCK_STEP_NS (UINT64_C(1000000))
#define SHORT_CALL_NS (UINT64_C(100000))

static _Thread_local uint64_t cpu_base, cpu_base_at;

static void cpu_begin(uint64_t now) {
  if (now - cpu_base_at < CPU_CLOCK_STEP_NS) return;
  cpu_base = clock_ns(CLOCK_THREAD_CPUTIME_ID);
  cpu_base_at = now;
}

static uint64_t cpu_end(uint64_t now, uint64_t wall) {
  if (wall < SHORT_CALL_NS) return wall;
  uint64_t total = clock_ns(CLOCK_THREAD_CPUTIME_ID), used = total - cpu_base;
  cpu_base = total;
  cpu_base_at = now;
  return used < wall ? used : wall;
}

static void run_call(struct call *call) {
  bool passed = gate_pass();
  ow_rc rc = passed ? start(call) : OW_E_STATE;
  char text[128] = "";
  const char *why = NULL;
  uint64_t began = mono_now();
  cpu_begin(began);
  if (!passed) {
    why = "there is no instance";
  } else if (rc != OW_OK) {
    why = "the call ended before it was started";
  } else {
    rc = checked_code(runner.plugin.run(instance, atomic_load(&call->handle), &call->request), "run()", text,
                      sizeof text);
    if (text[0]) why = text;
  }
  uint64_t ended = mono_now(), wall = ended - began, cpu = cpu_end(ended, wall);
  call_close(call);
  if (passed) gate_leave();
  if (rc == OW_OK && !call->has_result) {
    rc = OW_E_INTERNAL;
    why = "returned OW_OK without a result";
  }
  reader_learn(wall);
  journal_flush();
  send_result(call, rc, why, wall, cpu);
  call_release(call);
}

/* The call that waits longest; without one, this thread does not work off calls any more. */
static struct call *next_call(void) {
  struct call *call = NULL;
  pthread_mutex_lock(&gate.lock);
  if (gate.queued > 0) {
    call = gate.queue[gate.first];
    gate.first = (gate.first + 1) % gate.capacity;
    gate.queued--;
  } else if (--gate.calls == 0) {
    pthread_cond_broadcast(&gate.changed);
  }
  pthread_mutex_unlock(&gate.lock);
  return call;
}

static void run_work(void *argument) {
  for (struct call *call = argument; call; call = next_call()) run_call(call);
}

void instance_run(struct call *call) {
  bool good = reader_can_lend();
  pthread_mutex_lock(&gate.lock);
  bool at_once = good && gate.calls < runner.max_concurrent;
  if (at_once) {
    gate.calls++;
  } else if (good) {
    /* There is room: no more calls are open than the queue has places. */
    gate.queue[(gate.first + gate.queued) % gate.capacity] = call;
    gate.queued++;
  }
  pthread_mutex_unlock(&gate.lock);
  if (at_once) {
    reader_lend(run_work, call);
  } else if (!good) {
    call_close(call);
    send_refusal(call->wire_call, OW_E_NOMEM, "no thread for another call");
    call_release(call);
  }
}

/* ---- health ---- */

static void health_work(void *argument) {
  struct call *call = argument;
  pthread_mutex_lock(&gate.lock);
  bool created = gate.created;
  pthread_mutex_unlock(&gate.lock);
  char text[128] = "";
  ow_str why = {0};
  ow_rc rc = created ? start(call) : OW_E_STATE;
  if (!created) {
    why = str_of("there is no instance");
  } else if (rc == OW_OK && runner.plugin.health) {
    rc = checked_code(runner.plugin.health(instance, atomic_load(&call->handle)), "health()", text, sizeof text);
    if (text[0]) why = str_of(text);
  }
  call_close(call);
  if (rc != OW_OK && why.n == 0) {
    why = (ow_str){(const char *)call->fail_message.bytes, call->fail_message.length};
  }
  send_answer(OW_WIRE_HEALTHY, call->wire_call, rc, why);
  call_release(call);
}

void instance_health(struct call *call) {
  if (pool_submit(&control, health_work, call)) return;
  call_close(call);
  send_answer(OW_WIRE_HEALTHY, call->wire_call, OW_E_NOMEM, str_of("no room for another control call"));
  call_release(call);
}

/* ---- cancel ---- */

struct hook {
  ow_call handle;
};

static void hook_work(void *argument) {
  struct hook *hook = argument;
  struct call *call = call_enter(&runner, hook->handle); /* holds the call open */
  if (call) {
    runner.plugin.cancel(instance, hook->handle);
    call_leave(call);
  }
  free(hook);
}

void instance_cancel(struct call *call) {
  if (!runner.plugin.cancel || !call->started || call->hook_queued) return;
  struct hook *hook = malloc(sizeof *hook);
  if (!hook) return;
  hook->handle = atomic_load(&call->handle);
  call->hook_queued = pool_submit(&hooks, hook_work, hook);
  if (!call->hook_queued) free(hook);
}

/* ---- drain ---- */

static void drain_work(void *unused) {
  (void)unused;
  pthread_mutex_lock(&gate.lock);
  while (gate.calls > 0) pthread_cond_wait(&gate.changed, &gate.lock);
  pthread_mutex_unlock(&gate.lock);
  if (gate.created) runner.plugin.destroy(instance);
  journal_flush();
  wire_send_parts(OW_WIRE_BYE, 0, 0, NULL, 0, NULL, 0);
  _exit(EXIT_DONE);
}

void instance_drain(void) {
  if (!pool_submit(&control, drain_work, NULL)) {
    wire_fatal(EXIT_FATAL, OW_E_NOMEM, "wire", "no room for another control call");
  }
}
