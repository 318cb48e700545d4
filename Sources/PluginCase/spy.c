#define _GNU_SOURCE 1
#include "spy.h"

#include "memory.h"
#include "signatures.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define PAGE 4096u
#define SPIES_MAX 160u

struct table {
  const char *service;
  const void *real;
  uint32_t size;  /* that this kit knows */
  uint32_t asked; /* the largest min_size the plugin asked for */
  uint8_t *memory;
};

struct spy {
  const struct signature *signature; /* NULL for a slot of the future */
  struct table *table;
  void (*real)(void);
  ffi_cif cif;
  ffi_type *types[ARGUMENTS_MAX_OF_SLOT];
  uint64_t count;
};

static struct table tables[] = {{OW_CORE_V1, &bench_core, sizeof bench_core, 0, NULL},
                                {OW_SSH_V1, &bench_ssh, sizeof bench_ssh, 0, NULL},
                                {OW_KV_V1, &bench_kv, sizeof bench_kv, 0, NULL},
                                {OW_SECRET_V1, &bench_secret, sizeof bench_secret, 0, NULL}};
static struct spy spies[SPIES_MAX];
static uint32_t spy_used;
static uint64_t unknown_calls, unknown_services, calls_after_end;
static char unknown_id[64];

static void *guarded(uint32_t size) {
  uint32_t pages = (size + PAGE - 1) / PAGE;
  uint8_t *memory = mmap(NULL, (size_t)(pages + 1) * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED || mprotect(memory + (size_t)pages * PAGE, PAGE, PROT_NONE) != 0) abort();
  return memory + (size_t)pages * PAGE - size;
}

/* ---- the checks ---- */

static bool dead(const struct spy *spy, void *h) {
  struct host *host = bench_host_of(h);
  if (!host) {
    report_fault("%s() was given a first argument that is not ow_host.h", spy->signature->name);
    return true;
  }
  if (!host->alive) {
    __atomic_add_fetch(&calls_after_end, 1, __ATOMIC_RELAXED);
    report_fault("%s() was called after destroy()", spy->signature->name);
    return true;
  }
  return false;
}

static bool wrong_call(const struct spy *spy, void *h, ow_call c) {
  const struct signature *signature = spy->signature;
  struct call *call = call_of(c);
  if (!call) {
    if (signature->flags & SLOT_ANYTIME) return false;
    report_fault(c == 0 ? "%s() was given the call 0" : "%s() was given a call that has ended or never was",
                 signature->name);
    return true;
  }
  if (call->host != bench_host_of(h)) {
    report_fault("%s() was given a call of another instance", signature->name);
    return true;
  }
  if (current_call && current_call != call) {
    report_fault("%s() was given another call than the one its thread works for", signature->name);
    return true;
  }
  return false;
}

static bool wrong_session(const struct spy *spy, struct call *call, ow_ssh s) {
  pthread_mutex_lock(&call->lock);
  struct session *session = call_session(call, s);
  bool known = session != NULL, open = known && session->open;
  pthread_mutex_unlock(&call->lock);
  if (!known) {
    report_fault(s == 0 ? "%s() was given the session 0" : "%s() was given a session that is closed or not this call's",
                 spy->signature->name);
    return true;
  }
  if (open || spy->signature->flags & SLOT_FAILED) return false;
  report_fault("%s() was given a session that could not be opened; info() and close() alone work on it",
               spy->signature->name);
  return true;
}

/* What the plan lets this call end with; OW_OK = let it through. */
static ow_rc planned(const struct spy *spy, struct call *call) {
  int64_t at = atomic_fetch_add(&bench.service_calls, 1);
  if (call && bench.plan.cancel_at >= 0 && at == bench.plan.cancel_at) call_cancel(call, OW_E_CANCELLED);
  if (bench.deny_all && spy->signature->flags & SLOT_FALLIBLE && strcmp(spy->signature->service, OW_CORE_V1) != 0) {
    return OW_E_DENIED;
  }
  if (!(spy->signature->flags & SLOT_FALLIBLE)) return OW_OK;
  int64_t k = atomic_fetch_add(&bench.fallible_calls, 1);
  if (bench.plan.fault_at < 0) return OW_OK;
  bool hit = bench.plan.fault_on ? k >= bench.plan.fault_at : k == bench.plan.fault_at;
  if (!hit) return OW_OK;
  ow_rc code = bench.plan.fault_code;
  if (call && (code == OW_E_CANCELLED || code == OW_E_DEADLINE)) call_cancel(call, code);
  return code;
}

/* ---- the closures ---- */

static void answer(struct spy *spy, void *result, void **arguments) {
  const struct signature *signature = spy->signature;
  void *h = *(void **)arguments[0];
  ow_rc rc = OW_OK;
  struct call *call = NULL;
  if (dead(spy, h)) {
    rc = OW_E_ARG;
  } else if (signature->flags & SLOT_CALL) {
    ow_call c = *(ow_call *)arguments[1];
    if (wrong_call(spy, h, c)) rc = OW_E_ARG;
    call = call_of(c);
    if (rc == OW_OK && signature->flags & SLOT_SESSION && wrong_session(spy, call, *(ow_ssh *)arguments[2])) {
      rc = OW_E_ARG;
    }
  }
  if (rc == OW_OK && spy->table && bench.shorter_tables && signature->offset >= spy->table->asked) {
    report_fault("%s() of %s was called; the plugin asked for a table of %u bytes, where it is not in", signature->name,
                 signature->service, spy->table->asked);
  }
  bool refused = rc != OW_OK;
  if (!refused) rc = planned(spy, call);
  if (rc == OW_OK) {
    ffi_call(&spy->cif, spy->real, result, arguments);
    return;
  }
  uint32_t last = spy->cif.nargs - 1;
  if (signature->flags & SLOT_OUT) {
    uint64_t *out = *(uint64_t **)arguments[last];
    if (out) *out = 0;
  }
  switch (signature->result) {
    case 'i': *(ffi_sarg *)result = rc; break;
    case 'u': *(ffi_arg *)result = 1; break; /* cancelled() of no call */
    case 'U': *(uint64_t *)result = 0; break;
    case 'p': *(void **)result = NULL; break;
    default: break;
  }
}

static void on_call(ffi_cif *cif, void *result, void **arguments, void *user) {
  (void)cif;
  struct spy *spy = user;
  uint32_t inside = memory_leave_plugin();
  __atomic_add_fetch(&spy->count, 1, __ATOMIC_RELAXED);
  if (spy->signature) {
    answer(spy, result, arguments);
  } else {
    __atomic_add_fetch(&unknown_calls, 1, __ATOMIC_RELAXED);
    report_fault("a function behind the end of %s, as ABI 1.1 has it, was called", spy->table->service);
    *(ffi_sarg *)result = OW_E_UNSUPPORTED;
  }
  memory_enter_plugin(inside);
}

static void *closure_for(struct table *table, const struct signature *signature, void (*real)(void)) {
  if (spy_used == SPIES_MAX) abort();
  struct spy *spy = &spies[spy_used++];
  spy->signature = signature;
  spy->table = table;
  spy->real = real;
  const char *letters = signature ? signature->arguments : "pU";
  uint32_t count = (uint32_t)strlen(letters);
  for (uint32_t i = 0; i < count; i++) spy->types[i] = type_of(letters[i]);
  ffi_type *result = type_of(signature ? signature->result : 'i');
  void *code = NULL;
  ffi_closure *closure = ffi_closure_alloc(sizeof *closure, &code);
  if (!closure || ffi_prep_cif(&spy->cif, FFI_DEFAULT_ABI, count, result, spy->types) != FFI_OK ||
      ffi_prep_closure_loc(closure, &spy->cif, on_call, spy, code) != FFI_OK) {
    abort();
  }
  return code;
}

static const void *find_service(void *h, ow_str id, uint32_t min_size) {
  (void)h;
  if (!id.p || id.n == 0 || id.n > 63) {
    report_fault("service() was given an id of %llu bytes", (unsigned long long)id.n);
    return NULL;
  }
  for (uint32_t i = 0; i < sizeof tables / sizeof *tables; i++) {
    struct table *table = &tables[i];
    if (!same(id, text_of(table->service))) continue;
    bool given = i == 0   ? !bench.missing_core
                 : i == 1 ? facts.grants_ssh && !bench.missing_ssh
                 : i == 2 ? facts.grants_kv && !bench.missing_kv
                          : facts.grants_secret && !bench.missing_secret;
    if (!given || min_size > table->size + bench.future_slots * 8) return NULL;
    if (min_size < 8) report_warning("service() of %s was asked for %u bytes", table->service, min_size);
    if (min_size > table->asked) table->asked = min_size;
    return table->memory;
  }
  __atomic_add_fetch(&unknown_services, 1, __ATOMIC_RELAXED);
  memcpy(unknown_id, id.p, id.n);
  unknown_id[id.n] = 0;
  return NULL;
}

static void set_pointer(void *at, const void *pointer) { memcpy(at, &pointer, sizeof pointer); }

static void build_table(struct table *table) {
  uint32_t size = table->size + bench.future_slots * 8;
  table->memory = guarded(size);
  memcpy(table->memory, &size, sizeof size);
  memset(table->memory + 4, 0, 4);
  for (uint32_t i = 0; i < signature_count; i++) {
    if (strcmp(signatures[i].service, table->service) != 0) continue;
    void (*real)(void);
    memcpy(&real, (const uint8_t *)table->real + signatures[i].offset, sizeof real);
    set_pointer(table->memory + signatures[i].offset, closure_for(table, &signatures[i], real));
  }
  for (uint32_t at = table->size; at < size; at += 8) set_pointer(table->memory + at, closure_for(table, NULL, NULL));
}

void spy_build(void) {
  for (uint32_t i = 0; i < sizeof tables / sizeof *tables; i++) build_table(&tables[i]);
  void (*find)(void);
  const void *(*finder)(void *, ow_str, uint32_t) = find_service;
  memcpy(&find, &finder, sizeof find);
  void *service = closure_for(NULL, &signatures[0], find);
  uint32_t size = bench.host_size ? bench.host_size : (uint32_t)sizeof(ow_host);
  static const char *names[HOSTS_MAX] = {"case-1", "case-2", "case-3", "case-4"};
  for (uint32_t i = 0; i < HOSTS_MAX; i++) {
    uint32_t room = size < sizeof(ow_host) ? (uint32_t)sizeof(ow_host) : size;
    ow_host *host = guarded(room);
    memset(host, 0xdb, room);
    *host = (ow_host){size, bench.abi_minor, &bench.hosts[i], text_of("OpenWatch"), text_of("1.0.0"), text_of(names[i]),
                      NULL};
    set_pointer(&host->service, service);
    bench.hosts[i].given = host;
  }
}

struct host *bench_host(void) {
  for (uint32_t i = 0; i < HOSTS_MAX; i++) {
    if (!bench.hosts[i].alive) return &bench.hosts[i];
  }
  abort();
}

uint64_t spy_count(const char *service, const char *slot) {
  uint64_t count = 0;
  for (uint32_t i = 0; i < spy_used; i++) {
    const struct signature *signature = spies[i].signature;
    if (signature && strcmp(signature->service, service) == 0 && (!slot || strcmp(signature->name, slot) == 0)) {
      count += __atomic_load_n(&spies[i].count, __ATOMIC_RELAXED);
    }
  }
  return count;
}

uint64_t spy_unknown_calls(void) { return unknown_calls; }
uint64_t spy_calls_after_end(void) { return calls_after_end; }

uint32_t spy_unknown_services(char *id, size_t room) {
  if (room) strncpy(id, unknown_id, room - 1)[room - 1] = 0;
  return (uint32_t)unknown_services;
}
