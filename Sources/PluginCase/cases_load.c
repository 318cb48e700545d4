/* cases_load.c - from dlopen() to the descriptor. */
#define _GNU_SOURCE 1
#include "cases.h"
#include "memory.h"
#include "spy.h"
#include "state.h"

#include <dlfcn.h>
#include <link.h>
#include <string.h>

static void figure_ms(const char *name, uint64_t ns) { report_figure(name, (double)ns / 1e6, "ms"); }

static void loads(const char *path, int64_t unused) {
  (void)unused;
  subject_open(path);
  figure_ms("load", subject.load_ns);
  if (subject.load_ns > 100 * NS_PER_MS)
    report_warning("loading took %.0f ms; 100 ms is the bar", (double)subject.load_ns / 1e6);
  if (subject.load_ns > 2 * NS_PER_S) report_fault("loading took %.0f ms", (double)subject.load_ns / 1e6);
}

static void compare(const struct state *before, const char *when) {
  struct state after;
  state_take_settled(&after, before);
  for (int aspect = 0; aspect < ASPECT_COUNT; aspect++) {
    if (state_same(before, &after, (enum aspect)aspect)) continue;
    const char *name = aspect_name((enum aspect)aspect);
    if (aspect_excused((enum aspect)aspect)) {
      report_warning("%s changed %s, for the Go runtime", when, name);
    } else {
      report_fault("%s changed %s: \"%.200s\" became \"%.200s\"", when, name, before->text[aspect], after.text[aspect]);
    }
  }
}

/* What the loader itself leaves open is not the plugin's. */
static void quiet_load(const char *path, int64_t unused) {
  (void)unused;
  struct state before;
  state_take(&before);
  subject_open(path);
  compare(&before, "loading");
}

static void quiet_entry(const char *path, int64_t unused) {
  (void)unused;
  subject_open(path);
  watch_begin("ow_plugin_v1()", NS_PER_S); /* starts the watch's thread, which is not the plugin's */
  watch_end();
  struct state before;
  state_take(&before);
  subject_enter();
  compare(&before, "ow_plugin_v1()");
}

static void entry_time(const char *path, int64_t unused) {
  (void)unused;
  subject_open(path);
  subject_enter();
  figure_ms("entry", subject.entry_ns);
  if (subject.entry_ns > 100 * NS_PER_MS) {
    report_fault("ow_plugin_v1() took %.0f ms; 100 ms is the limit", (double)subject.entry_ns / 1e6);
  }
}

static void entry_pointer(const char *path, int64_t unused) {
  (void)unused;
  subject_open(path);
  subject_enter();
  const ow_plugin *first = subject.given;
  for (int i = 0; i < 10; i++) {
    subject_enter();
    if (subject.given != first) report_fault("ow_plugin_v1() returns another pointer each time");
  }
}

static void entry_heap(const char *path, int64_t unused) {
  (void)unused;
  subject_open(path);
  memory_reset_plugin_allocations();
  subject_enter();
  uint64_t first = memory_plugin_allocations();
  subject_enter();
  uint64_t second = memory_plugin_allocations() - first;
  report_figure("allocations", (double)first, "");
  if (second) report_fault("each ow_plugin_v1() allocates memory: %llu blocks", (unsigned long long)second);
  else if (first) report_warning("the first ow_plugin_v1() allocates memory: %llu blocks", (unsigned long long)first);
}

static void descriptor_size(const char *path, int64_t unused) {
  (void)unused;
  subject_open(path);
  subject_enter();
  uint32_t size = subject.given->struct_size;
  report_figure("struct_size", size, "bytes");
  if (size > 64 * 1024) report_fault("the descriptor's struct_size is %u", size);
  if (subject.plugin.abi_minor <= OW_ABI_MINOR && size != sizeof(ow_plugin)) {
    report_fault("the descriptor says ABI 1.%u and has %u bytes; that minor has %zu", subject.plugin.abi_minor, size,
                 sizeof(ow_plugin));
  }
}

static void descriptor_identity(const char *path, int64_t unused) {
  (void)unused;
  subject_open(path);
  subject_enter();
  const ow_plugin *p = &subject.plugin;
  if (!p->id.p || p->id.n > 63 || !p->version.p || p->version.n > 31) {
    report_fault("the descriptor's id or version is missing or too long");
  } else if (!same(p->id, facts.id) || !same(p->version, facts.version)) {
    report_fault("the manifest says %.*s %.*s, the descriptor %.*s %.*s", (int)facts.id.n, facts.id.p,
                 (int)facts.version.n, facts.version.p, (int)p->id.n, p->id.p, (int)p->version.n, p->version.p);
  }
}

static void descriptor_abi(const char *path, int64_t unused) {
  (void)unused;
  subject_open(path);
  subject_enter();
  const ow_plugin *p = &subject.plugin;
  if (p->abi_minor != facts.abi_minor) {
    report_fault("the descriptor says ABI minor %u, the manifest %u", p->abi_minor, facts.abi_minor);
  }
  if (p->min_host_minor != facts.min_host_minor) {
    report_fault("the descriptor needs host minor %u, the manifest says %u", p->min_host_minor, facts.min_host_minor);
  }
  if (p->min_host_minor > p->abi_minor) report_fault("min_host_minor is above abi_minor");
  if (p->flags & 0xffffu) report_fault("the flags %#x must be understood, and ABI 1.0 knows none", p->flags);
  else if (p->flags) report_warning("the flags %#x mean nothing in ABI 1.0", p->flags);
}

static void *object_of(const void *address) {
  Dl_info info;
  struct link_map *map = NULL;
  return dladdr1(address, &info, (void **)&map, RTLD_DL_LINKMAP) ? map : NULL;
}

static void descriptor_functions(const char *path, int64_t unused) {
  (void)unused;
  subject_open(path);
  subject_enter();
  struct link_map *own = NULL;
  dlinfo(subject.object, RTLD_DI_LINKMAP, &own);
  static const char *const names[] = {"create", "destroy", "configure", "run", "cancel", "health", "extension"};
  for (uint32_t i = 0; i < 7; i++) {
    void *function;
    memcpy(&function, (const uint8_t *)&subject.plugin + offsetof(ow_plugin, create) + (size_t)i * 8, sizeof function);
    if (function && object_of(function) != own) report_fault("%s points outside of the plugin", names[i]);
  }
  if (object_of(subject.given) != own)
    report_warning("the descriptor is not a constant of the plugin but made at run time");
}

static void descriptor_constant(const char *path, int64_t unused) {
  (void)unused;
  subject_load(path);
  ow_plugin before = subject.plugin;
  struct host *host;
  void *inst = subject_start(&host);
  for (uint32_t i = 0; i < facts.probe_count; i++)
    subject_try(host, inst, &(struct ask){.probe = i, .params = facts_params(i), .attempt = 1}, "plain", false);
  subject_destroy(host, inst);
  if (memcmp(&before, subject.given, sizeof before) != 0)
    report_fault("the descriptor changed while the plugin worked");
}

const struct test_case load_cases[] = {{"load.dlopen", loads, 0},
                                       {"load.quiet", quiet_load, 0},
                                       {"entry.time", entry_time, 0},
                                       {"entry.same-pointer", entry_pointer, 0},
                                       {"entry.quiet", quiet_entry, 0},
                                       {"entry.heap", entry_heap, 0},
                                       {"descriptor.size", descriptor_size, 0},
                                       {"descriptor.identity", descriptor_identity, 0},
                                       {"descriptor.abi", descriptor_abi, 0},
                                       {"descriptor.functions", descriptor_functions, 0},
                                       {"descriptor.constant", descriptor_constant, 0},
                                       {NULL, NULL, 0}};
