#define _GNU_SOURCE 1
#include "subject.h"

#include "memory.h"
#include "spy.h"
#include "text.h"

#include <dlfcn.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CONTROL_LIMIT_NS (UINT64_C(10) * NS_PER_S)

struct subject subject;

_Noreturn void case_over(void) {
  report_end();
  _exit(0);
}

/* ---- the watch ---- */

static struct {
  pthread_mutex_t lock;
  bool started;
  uint32_t depth;
  const char *what;
  uint64_t until;
} watch = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void *keep_watch(void *unused) {
  (void)unused;
  for (;;) {
    usleep(20000);
    pthread_mutex_lock(&watch.lock);
    bool late = watch.depth > 0 && real_ns() > watch.until;
    const char *what = watch.what;
    pthread_mutex_unlock(&watch.lock);
    if (late) {
      report_fault("%s did not return in time", what);
      report_end();
      _exit(EXIT_STUCK);
    }
  }
  return NULL;
}

void watch_begin(const char *what, uint64_t limit_ns) {
  pthread_mutex_lock(&watch.lock);
  if (!watch.started) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, keep_watch, NULL) == 0) {
      pthread_detach(thread);
      watch.started = true;
    }
  }
  uint64_t until = real_ns() + limit_ns;
  if (watch.depth++ == 0 || until > watch.until) {
    watch.until = until;
    watch.what = what;
  }
  pthread_mutex_unlock(&watch.lock);
}

void watch_end(void) {
  pthread_mutex_lock(&watch.lock);
  watch.depth--;
  pthread_mutex_unlock(&watch.lock);
}

/* ---- loading ---- */

static const ow_plugin *(*entry)(void);

void subject_open(const char *path) {
  report_step("dlopen");
  uint64_t start = real_ns();
  subject.object = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  subject.load_ns = real_ns() - start;
  if (!subject.object) {
    const char *why = dlerror();
    report_fault("the plugin does not load: %s", why ? why : "unknown reason");
    case_over();
  }
  void *symbol = dlsym(subject.object, "ow_plugin_v1");
  if (!symbol) {
    report_fault("there is no symbol ow_plugin_v1");
    case_over();
  }
  Dl_info info;
  struct link_map *owner = NULL, *own = NULL;
  if (dladdr1(symbol, &info, (void **)&owner, RTLD_DL_LINKMAP) == 0 ||
      dlinfo(subject.object, RTLD_DI_LINKMAP, &own) != 0 || owner != own) {
    report_fault("ow_plugin_v1 is not the plugin's own: it comes from %s",
                 owner && owner->l_name ? owner->l_name : "?");
    case_over();
  }
  memcpy(&entry, &symbol, sizeof entry);
}

void subject_enter(void) {
  report_step("ow_plugin_v1()");
  watch_begin("ow_plugin_v1()", CONTROL_LIMIT_NS);
  memory_enter_plugin(1);
  uint64_t start = real_ns();
  const ow_plugin *given = entry();
  subject.entry_ns = real_ns() - start;
  memory_leave_plugin();
  watch_end();
  if (!given) {
    report_fault("ow_plugin_v1() returned NULL");
    case_over();
  }
  subject.given = given;
  uint32_t size = given->struct_size;
  memset(&subject.plugin, 0, sizeof subject.plugin);
  memcpy(&subject.plugin, given, size < sizeof(ow_plugin) ? size : sizeof(ow_plugin));
  if (size < sizeof(ow_plugin) || !subject.plugin.create || !subject.plugin.destroy || !subject.plugin.run) {
    report_fault("the descriptor has %u bytes and %s", size,
                 size < sizeof(ow_plugin) ? "ABI 1.0 needs 104" : "lacks create, destroy or run");
    case_over();
  }
}

void subject_load(const char *path) {
  subject_open(path);
  subject_enter();
  spy_build();
}

/* ---- control ---- */

ow_rc subject_create(ow_bytes config, int32_t format, void **inst, struct host **host) {
  *host = bench_host();
  *inst = NULL;
  (*host)->alive = true;
  watch_begin("create()", CONTROL_LIMIT_NS);
  memory_enter_plugin(1);
  ow_rc rc = subject.plugin.create((*host)->given, config, format, inst);
  memory_leave_plugin();
  watch_end();
  if (!code_known(rc)) report_fault("create() returned the undefined code %d", rc);
  if (rc != OW_OK) (*host)->alive = false;
  return rc;
}

void *subject_start(struct host **host) {
  void *inst = NULL;
  report_step("create() with a valid configuration");
  ow_rc rc = subject_create(facts_config(), OW_FMT_JSON, &inst, host);
  if (rc == OW_OK) return inst;
  report_fault("create() with a valid configuration returned %d", rc);
  case_over();
}

void subject_destroy(struct host *host, void *inst) {
  watch_begin("destroy()", CONTROL_LIMIT_NS);
  memory_enter_plugin(1);
  subject.plugin.destroy(inst);
  memory_leave_plugin();
  watch_end();
  host->alive = false;
}

ow_rc subject_configure(void *inst, ow_bytes config, int32_t format) {
  if (!subject.plugin.configure) return OW_E_UNSUPPORTED;
  watch_begin("configure()", CONTROL_LIMIT_NS);
  memory_enter_plugin(1);
  ow_rc rc = subject.plugin.configure(inst, config, format);
  memory_leave_plugin();
  watch_end();
  if (!code_known(rc)) report_fault("configure() returned the undefined code %d", rc);
  return rc;
}

ow_rc subject_health(struct host *host, void *inst, bool cancelled) {
  if (!subject.plugin.health) return OW_OK;
  struct call *call = call_open(host, 0, 0, NS_PER_S);
  if (cancelled) call_cancel(call, OW_E_CANCELLED);
  current_call = call;
  watch_begin("health()", CONTROL_LIMIT_NS);
  memory_enter_plugin(1);
  ow_rc rc = subject.plugin.health(inst, atomic_load(&call->handle));
  memory_leave_plugin();
  watch_end();
  current_call = NULL;
  call_close(call);
  call_release(call);
  if (!code_known(rc)) report_fault("health() returned the undefined code %d", rc);
  return rc;
}

const void *subject_extension(void *inst, ow_str id, uint32_t min_size) {
  if (!subject.plugin.extension) return NULL;
  watch_begin("extension()", CONTROL_LIMIT_NS);
  memory_enter_plugin(1);
  const void *table = subject.plugin.extension(inst, id, min_size);
  memory_leave_plugin();
  watch_end();
  return table;
}
