/* faults.h - the places where subject.c can break a rule. Without a BAD_... each of them does what is right. */
#ifndef FAULTS_H
#define FAULTS_H

#include "ow_plugin.h"

#include <errno.h>
#include <fcntl.h>
#include <fenv.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define NOTHING ((void)0)

/* ---- who the plugin says it is ---- */

#ifdef BAD_NOTE_ID
#define FAULT_NOTE_ID "org.openwatch.test.other"
#elif !defined(FAULT_NOTE_ID)
#define FAULT_NOTE_ID "org.openwatch.test.subject"
#endif
#ifdef BAD_NOTE_LANGUAGE
#define FAULT_NOTE_LANGUAGE OW_LANG_GO
#else
#define FAULT_NOTE_LANGUAGE OW_LANG_C
#endif
#ifdef BAD_DESCRIPTOR_ID
#define FAULT_ID "org.openwatch.test.other"
#elif !defined(FAULT_ID)
#define FAULT_ID "org.openwatch.test.subject"
#endif
#ifdef BAD_DESCRIPTOR_SIZE
#define FAULT_EXTRA_SIZE 8
#else
#define FAULT_EXTRA_SIZE 0
#endif
#ifdef BAD_DESCRIPTOR_FLAGS
#define FAULT_FLAGS 1
#else
#define FAULT_FLAGS 0
#endif
#ifdef BAD_DESCRIPTOR_FUNCTION
#define FAULT_CANCEL (void (*)(void *, ow_call))(void (*)(void))sync
#else
#define FAULT_CANCEL cancel
#endif
#if defined(BAD_DESCRIPTOR_CHANGES)
#define FAULT_TABLE
#define FAULT_CREATED(s) change_descriptor()
static void change_descriptor(void);
#else
#define FAULT_TABLE const
#endif

/* ---- the entry point ---- */

#if defined(BAD_ENTRY_SLOW)
#define FAULT_IN_ENTRY usleep(150000)
#elif defined(BAD_ENTRY_FILE)
#define FAULT_IN_ENTRY (void)!open("/dev/null", O_RDONLY)
#elif defined(BAD_ENTRY_HEAP)
#define FAULT_IN_ENTRY \
  static void *volatile kept; \
  kept = malloc(64)
#else
#define FAULT_IN_ENTRY NOTHING
#endif
#ifdef BAD_ENTRY_POINTER
static ow_plugin copies[2];
static unsigned turn;
#define FAULT_POINTER(p) (copies[++turn & 1] = *(p), &copies[turn & 1])
#else
#define FAULT_POINTER(p) (p)
#endif

#ifdef BAD_EXPORT
OW_API int ow_more(void);
int ow_more(void) { return 1; }
#endif
#ifdef BAD_IMPORT
void ow_log(const char *text);
__attribute__((used)) static void import(void) { ow_log("the host exports nothing"); }
#endif
#ifdef BAD_CONSTRUCTOR
__attribute__((constructor)) static void before_all(void) { setenv("FROM_A_PLUGIN", "1", 1); }
#endif

/* ---- create and destroy ---- */

#ifdef BAD_SHARED_INSTANCE
#define FAULT_INSTANCE &the_instance
#define FAULT_FREE(inst) (void)(inst)
#elif defined(BAD_LEAK)
#define FAULT_INSTANCE calloc(1, sizeof(struct subject) + 256)
#define FAULT_FREE(inst) (void)(inst)
#else
#define FAULT_INSTANCE calloc(1, sizeof(struct subject))
#define FAULT_FREE(inst) free(inst)
#endif
#ifdef BAD_CORE_UNCHECKED
#define FAULT_CORE_ANYWAY &&0
#else
#define FAULT_CORE_ANYWAY
#endif
#ifdef BAD_SHORT_LOOKUP
#define FAULT_CORE_SIZE 16
#else
#define FAULT_CORE_SIZE sizeof(ow_core_v1)
#endif

#if defined(BAD_CONFIG_REFUSED)
#define FAULT_IN_CREATE(host, config) \
  if ((config).n > 2) return OW_E_CONFIG
#elif defined(BAD_CONFIG_CRASH)
#define FAULT_IN_CREATE(host, config) \
  if ((config).n && (config).p[0] != '{') abort()
#elif defined(BAD_LOCALE)
#define FAULT_IN_CREATE(host, config) setlocale(LC_ALL, "C.UTF-8")
#elif defined(BAD_UMASK)
#define FAULT_IN_CREATE(host, config) umask(0)
#elif defined(BAD_DIRECTORY)
#define FAULT_IN_CREATE(host, config) (void)!chdir("/tmp")
#elif defined(BAD_SIGNALS)
#define FAULT_IN_CREATE(host, config) signal(SIGUSR1, SIG_IGN)
#elif defined(BAD_SIGNAL_MASK)
#define FAULT_IN_CREATE(host, config) \
  sigset_t set; \
  sigemptyset(&set); \
  sigaddset(&set, SIGUSR2); \
  pthread_sigmask(SIG_BLOCK, &set, NULL)
#elif defined(BAD_ENVIRONMENT)
#define FAULT_IN_CREATE(host, config) setenv("FROM_A_PLUGIN", "1", 1)
#elif defined(BAD_OUTPUT)
#define FAULT_IN_CREATE(host, config) (puts("hello"), fflush(stdout))
#elif defined(BAD_ERRORS)
#define FAULT_IN_CREATE(host, config) fputs("hello\n", stderr)
#elif defined(BAD_LIMITS)
#define FAULT_IN_CREATE(host, config) setrlimit(RLIMIT_STACK, &(struct rlimit){1 << 20, 1 << 20})
#elif defined(BAD_FLOAT)
#define FAULT_IN_CREATE(host, config) \
  __asm__ volatile("ldmxcsr %0" : : "m"((unsigned){0x9fc0}))
#elif defined(BAD_TIMER)
#define FAULT_IN_CREATE(host, config) setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {600, 0}}, NULL)
#elif defined(BAD_CHILD)
#define FAULT_IN_CREATE(host, config) \
  if (fork() == 0) for (sleep(20);; _exit(0)) NOTHING
#elif defined(BAD_PRIORITY)
#define FAULT_IN_CREATE(host, config) setpriority(PRIO_PROCESS, 0, 5)
#else
#define FAULT_IN_CREATE(host, config) NOTHING
#endif

#if defined(BAD_THREAD)
static void *sleep_on(void *unused) { return sleep(60), unused; }
#define FAULT_CREATED(s) \
  pthread_t thread; \
  pthread_create(&thread, NULL, sleep_on, NULL)
#elif defined(BAD_FUTURE_SLOT)
#define FAULT_CREATED(s) \
  if ((s)->core->struct_size > sizeof(ow_core_v1)) ((ow_rc(*const *)(void *, ow_call))((s)->core + 1))[0]((s)->h, 0)
#elif !defined(FAULT_CREATED)
#define FAULT_CREATED(s) NOTHING
#endif

#ifdef BAD_AFTER_DESTROY
static struct {
  const ow_core_v1 *core;
  void *h;
} kept;
static void *call_late(void *unused) {
  usleep(50000);
  kept.core->log(kept.h, 0, OW_LOG_INFO, (ow_str){"late", 4});
  return unused;
}
#define FAULT_IN_DESTROY(inst) \
  struct subject *s = inst; \
  kept.core = s->core, kept.h = s->h; \
  pthread_t thread; \
  if (pthread_create(&thread, NULL, call_late, NULL) == 0) pthread_detach(thread)
#else
#define FAULT_IN_DESTROY(inst) NOTHING
#endif

#ifdef BAD_CONFIGURE
#define FAULT_IN_CONFIGURE return OW_E_CONFIG
#else
#define FAULT_IN_CONFIGURE NOTHING
#endif
#ifdef BAD_HEALTH
#define FAULT_IN_HEALTH return OW_E_INTERNAL
#else
#define FAULT_IN_HEALTH NOTHING
#endif
#ifdef BAD_EXTENSION
#define FAULT_EXTENSION &plugin_extension
static const uint32_t plugin_extension = 4;
#else
#define FAULT_EXTENSION NULL
#endif
#ifdef BAD_CANCEL_BLOCKS
#define FAULT_IN_CANCEL sleep(2)
#else
#define FAULT_IN_CANCEL NOTHING
#endif

#include "faults_run.h"

#endif
