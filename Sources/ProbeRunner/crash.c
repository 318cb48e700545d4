#define _GNU_SOURCE 1
#include "crash.h"

#include "report.h"

#include <link.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#define HANDLER_STACK (32u * 1024u)

static const char *object_name;

static uintptr_t instruction_pointer(const ucontext_t *context) {
#if defined(__x86_64__)
  return (uintptr_t)context->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
  return (uintptr_t)context->uc_mcontext.pc;
#else
#error "unknown machine"
#endif
}

/* Where an address lies in the plugin. Walks the loader's list by hand: its functions take locks, and a constructor
 * that crashes holds them. */
static int offset_in_plugin(uintptr_t address, uintptr_t *offset) {
  const struct link_map *map = _r_debug.r_map;
  while (map && !(map->l_name && strcmp(map->l_name, object_name) == 0)) map = map->l_next;
  if (!map || address < map->l_addr) return 0;
  const ElfW(Ehdr) *header = (const ElfW(Ehdr) *)map->l_addr;
  const ElfW(Phdr) *segments = (const ElfW(Phdr) *)(map->l_addr + header->e_phoff);
  *offset = address - map->l_addr;
  for (unsigned i = 0; i < header->e_phnum; i++) {
    const ElfW(Phdr) *segment = &segments[i];
    if (segment->p_type == PT_LOAD && *offset >= segment->p_vaddr && *offset - segment->p_vaddr < segment->p_memsz) {
      return 1;
    }
  }
  return 0;
}

static void on_crash(int number, siginfo_t *info, void *context) {
  /* A fault in here, a hostile plugin may have unmapped anything, ends the process at once: the signal is blocked. */
  const uintptr_t address = instruction_pointer(context);
  uintptr_t offset = 0;
  int is_in_plugin = offset_in_plugin(address, &offset);
  report_crash((uint32_t)number, info->si_code > 0 ? (uintptr_t)info->si_addr : 0, is_in_plugin ? offset : address,
               is_in_plugin);
  signal(number, SIG_DFL);
  syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), number);
}

void crash_watch(const char *object) {
  static const int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP};
  object_name = object;
  crash_watch_thread();
  struct sigaction action = {.sa_sigaction = on_crash, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  sigemptyset(&action.sa_mask);
  for (unsigned i = 0; i < sizeof signals / sizeof *signals; i++) sigaction(signals[i], &action, NULL);
}

void crash_watch_thread(void) {
  stack_t stack = {.ss_size = HANDLER_STACK, .ss_sp = malloc(HANDLER_STACK)};
  if (!stack.ss_sp) return;
  if (sigaltstack(&stack, NULL) != 0) free(stack.ss_sp);
}
