#define _GNU_SOURCE 1
#include "state.h"

#include "facts.h"

#include <dirent.h>
#include <fcntl.h>
#include <fenv.h>
#include <locale.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

const char *aspect_name(enum aspect aspect) {
  static const char *const names[ASPECT_COUNT] = {"the handling of signals",
                                                  "the signal mask",
                                                  "the locale",
                                                  "the umask",
                                                  "the working directory",
                                                  "the environment",
                                                  "standard input, output or error",
                                                  "the resource limits",
                                                  "the open files",
                                                  "the threads",
                                                  "the child processes",
                                                  "the floating-point modes",
                                                  "the timers",
                                                  "the scheduling"};
  return names[aspect];
}

void state_prepare(void) {
  int memory = memfd_create("output", 0);
  if (memory < 0) return;
  dup2(memory, STDOUT_FILENO);
  close(memory);
}

static uint32_t count_entries(const char *path) {
  DIR *directory = opendir(path);
  uint32_t count = 0;
  if (!directory) return 0;
  while (readdir(directory)) count++;
  closedir(directory);
  return count - 2;
}

bool aspect_excused(enum aspect aspect) {
  return same(facts.runtime, text_of("go")) &&
         (aspect == ASPECT_SIGNALS || aspect == ASPECT_THREADS || aspect == ASPECT_FILES);
}

uint32_t count_files(void) { return count_entries("/proc/self/fd") - 1; }

/* True if the thread runs no more of its program: pthread_join() returns while the kernel still takes the thread down,
 * and a plugin that joined all its threads must not be told that one outlived it. PF_EXITING is in the ninth word of
 * the thread's stat, the seventh behind the name; proc(5). */
static bool is_exiting(const char *thread) {
  enum { PF_EXITING = 4 };
  char path[64], line[512];
  snprintf(path, sizeof path, "/proc/self/task/%.20s/stat", thread);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return true;
  ssize_t n = read(file, line, sizeof line - 1);
  close(file);
  if (n <= 0) return true;
  line[n] = 0;
  const char *behind = strrchr(line, ')');
  unsigned flags = 0;
  return behind && sscanf(behind + 1, " %*c %*d %*d %*d %*d %*d %u", &flags) == 1 && (flags & PF_EXITING);
}

uint32_t count_threads(void) {
  DIR *directory = opendir("/proc/self/task");
  uint32_t count = 0;
  if (!directory) return 0;
  for (struct dirent *entry; (entry = readdir(directory));) {
    if (entry->d_name[0] != '.' && !is_exiting(entry->d_name)) count++;
  }
  closedir(directory);
  return count;
}

struct words {
  char *at;
  size_t length;
};

static void add(struct words *words, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void add(struct words *words, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int n = vsnprintf(words->at + words->length, 2048 - words->length, format, arguments);
  va_end(arguments);
  if (n > 0) words->length += (size_t)n;
  if (words->length > 2047) words->length = 2047;
}

static void take_signals(struct words *words) {
  for (int number = 1; number < 65; number++) {
    struct sigaction action;
    if (sigaction(number, NULL, &action) != 0 || action.sa_handler == SIG_DFL) continue;
    add(words, "%d:%p:%x ", number, (void *)(uintptr_t)action.sa_handler, (unsigned)action.sa_flags);
  }
}

static void take_mask(struct words *words) {
  sigset_t mask;
  pthread_sigmask(SIG_BLOCK, NULL, &mask);
  for (int number = 1; number < 65; number++) {
    if (sigismember(&mask, number) == 1) add(words, "%d ", number);
  }
}

static void take_files(struct words *words) {
  for (int fd = 0; fd < 1024; fd++) {
    char name[40], target[256];
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(name, target, sizeof target - 1);
    if (length > 0) add(words, "%d=%.*s ", fd, (int)length, target);
  }
}

static void take_output(struct words *words) {
  for (int fd = 0; fd < 3; fd++) {
    struct stat status;
    if (fstat(fd, &status) != 0) {
      add(words, "%d closed ", fd);
      continue;
    }
    add(words, "%d %lu:%lu %lld %x ", fd, (unsigned long)status.st_dev, (unsigned long)status.st_ino,
        (long long)(S_ISREG(status.st_mode) ? status.st_size : 0), (unsigned)fcntl(fd, F_GETFL));
  }
}

static void take_children(struct words *words) {
  siginfo_t info = {0};
  int rc = waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT);
  add(words, "%s", rc == 0 ? "some" : "none");
}

void state_take(struct state *state) {
  memset(state, 0, sizeof *state);
  fflush(stdout);
  struct words words[ASPECT_COUNT];
  for (int i = 0; i < ASPECT_COUNT; i++) words[i] = (struct words){state->text[i], 0};
  take_signals(&words[ASPECT_SIGNALS]);
  take_mask(&words[ASPECT_MASK]);
  const char *locale = setlocale(LC_ALL, NULL);
  add(&words[ASPECT_LOCALE], "%s", locale ? locale : "?");
  mode_t mask = umask(077);
  umask(mask);
  add(&words[ASPECT_UMASK], "%o", (unsigned)mask);
  char directory[1024];
  add(&words[ASPECT_DIRECTORY], "%s", getcwd(directory, sizeof directory) ? directory : "?");
  for (char **at = environ; at && *at; at++) add(&words[ASPECT_ENVIRONMENT], "%s ", *at);
  take_output(&words[ASPECT_OUTPUT]);
  for (int i = 0; i < RLIM_NLIMITS; i++) {
    struct rlimit limit;
    if (getrlimit((__rlimit_resource_t)i, &limit) == 0) {
      add(&words[ASPECT_LIMITS], "%d:%llx/%llx ", i, (unsigned long long)limit.rlim_cur,
          (unsigned long long)limit.rlim_max);
    }
  }
  take_files(&words[ASPECT_FILES]);
  add(&words[ASPECT_THREADS], "%u", count_threads());
  take_children(&words[ASPECT_CHILDREN]);
  fenv_t modes;
  fegetenv(&modes);
#ifdef __x86_64__
  add(&words[ASPECT_FLOAT], "%d %x", fegetround(), modes.__mxcsr & 0xffc0u);
#else
  add(&words[ASPECT_FLOAT], "%d", fegetround());
#endif
  for (int i = 0; i < 3; i++) {
    struct itimerval timer;
    if (getitimer(i, &timer) == 0)
      add(&words[ASPECT_TIMERS], "%d:%d ", i, timer.it_value.tv_sec || timer.it_value.tv_usec);
  }
  add(&words[ASPECT_PRIORITY], "%d %d %d", getpriority(PRIO_PROCESS, 0), sched_getscheduler(0),
      prctl(PR_GET_DUMPABLE, 0, 0, 0, 0));
}

void state_take_settled(struct state *state, const struct state *before) {
  for (int i = 0; i < 50; i++) {
    state_take(state);
    if (state_same(before, state, ASPECT_THREADS) && state_same(before, state, ASPECT_CHILDREN)) return;
    usleep(10000);
  }
}

bool state_same(const struct state *before, const struct state *after, enum aspect aspect) {
  return strcmp(before->text[aspect], after->text[aspect]) == 0;
}
