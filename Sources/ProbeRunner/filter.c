#define _GNU_SOURCE 1
#include "filter.h"

#include <linux/audit.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define MACHINE AUDIT_ARCH_X86_64
#define X32_BIT 0x40000000u
#elif defined(__aarch64__)
#define MACHINE AUDIT_ARCH_AARCH64
#else
#error "unknown machine"
#endif

#define LOAD (BPF_LD | BPF_W | BPF_ABS)
#define AND (BPF_ALU | BPF_AND | BPF_K)
#define IF_EQUAL (BPF_JMP | BPF_JEQ | BPF_K)
#define IF_FROM (BPF_JMP | BPF_JGE | BPF_K)
#define SKIP (BPF_JMP | BPF_JA)
#define IF_ANY_BIT (BPF_JMP | BPF_JSET | BPF_K)
#define RETURN (BPF_RET | BPF_K)

/* `yes` and `no`: how many instructions to skip. */
static void add(struct filter *filter, uint16_t code, uint32_t k, unsigned yes, unsigned no) {
  if (filter->length == FILTER_CODE_MAX || yes > UINT8_MAX || no > UINT8_MAX) {
    filter->overflow = true;
    return;
  }
  filter->code[filter->length++] = (struct sock_filter){code, (uint8_t)yes, (uint8_t)no, k};
}

static void load_low(struct filter *filter, unsigned argument) {
  add(filter, LOAD, (uint32_t)(offsetof(struct seccomp_data, args) + 8 * argument), 0, 0);
}

static void load_high(struct filter *filter, unsigned argument) {
  add(filter, LOAD, (uint32_t)(offsetof(struct seccomp_data, args) + 8 * argument + 4), 0, 0);
}

static void give(struct filter *filter, uint32_t verdict) { add(filter, RETURN, verdict, 0, 0); }

void filter_start(struct filter *filter, uint32_t verdict) {
  for (unsigned i = 0; i < FILTER_CALLS; i++) filter->rules[i] = (struct rule){.test = RULE_ALWAYS, .then = verdict};
}

void filter_verdict(struct filter *filter, long number, uint32_t verdict) {
  filter_rule(filter, number, (struct rule){.test = RULE_ALWAYS, .then = verdict});
}

void filter_rule(struct filter *filter, long number, struct rule rule) {
  if (number < 0 || number >= (long)FILTER_CALLS) {
    filter->overflow = true;
    return;
  }
  filter->rules[number] = rule;
}

/* The code of one rule; every way through it ends in a verdict. */
static void add_rule(struct filter *filter, const struct rule *rule) {
  if (rule->test == RULE_ALWAYS) {
    give(filter, rule->then);
    return;
  }
  load_low(filter, rule->argument);
  switch (rule->test) {
    case RULE_MASKED:
      add(filter, AND, rule->mask, 0, 0);
      add(filter, IF_EQUAL, rule->value, 1, 0);
      break;
    case RULE_FLAGS:
      add(filter, IF_ANY_BIT, ~rule->mask, 2, 0);
      add(filter, AND, rule->value, 0, 0);
      add(filter, IF_EQUAL, rule->value, 1, 0);
      break;
    case RULE_ONE_OF:
      for (unsigned i = 0; i < rule->count; i++) add(filter, IF_EQUAL, rule->values[i], rule->count - i, 0);
      break;
    case RULE_WITH_NULL:
      add(filter, IF_EQUAL, rule->value, 0, 4);
      load_low(filter, rule->pointer);
      add(filter, IF_EQUAL, 0, 0, 2);
      load_high(filter, rule->pointer);
      add(filter, IF_EQUAL, 0, 1, 0);
      break;
    case RULE_WITH_POINTER:
      add(filter, IF_EQUAL, rule->value, 0, 4);
      load_low(filter, rule->pointer);
      add(filter, IF_EQUAL, 0, 0, 3);
      load_high(filter, rule->pointer);
      add(filter, IF_EQUAL, 0, 0, 1);
      break;
    case RULE_ALWAYS:
      break;
  }
  give(filter, rule->otherwise);
  give(filter, rule->then);
}

static bool is_same(const struct rule *a, const struct rule *b) {
  return a->test == RULE_ALWAYS && b->test == RULE_ALWAYS && a->then == b->then;
}

/* The code for the numbers that begin at starts[0], ..., starts[count - 1] and have one rule up to the next start. */
static void add_tree(struct filter *filter, const uint16_t *starts, unsigned count) {
  if (count == 1) {
    add_rule(filter, &filter->rules[starts[0]]);
    return;
  }
  const unsigned half = count / 2;
  /* A long jump: conditional ones reach 255 instructions. */
  add(filter, IF_FROM, starts[half], 0, 1);
  const unsigned jump = filter->length;
  add(filter, SKIP, 0, 0, 0);
  add_tree(filter, starts, half);
  if (filter->overflow) return;
  filter->code[jump].k = filter->length - jump - 1;
  add_tree(filter, starts + half, count - half);
}

bool filter_install(struct filter *filter, uint32_t newer) {
  uint16_t starts[FILTER_CALLS];
  unsigned count = 0;
  for (unsigned i = 0; i < FILTER_CALLS; i++) {
    if (i == 0 || !is_same(&filter->rules[i - 1], &filter->rules[i])) starts[count++] = (uint16_t)i;
  }
  add(filter, LOAD, offsetof(struct seccomp_data, arch), 0, 0);
  add(filter, IF_EQUAL, MACHINE, 1, 0);
  give(filter, SECCOMP_RET_KILL_PROCESS);
  add(filter, LOAD, offsetof(struct seccomp_data, nr), 0, 0);
#ifdef X32_BIT
  add(filter, IF_ANY_BIT, X32_BIT, 0, 1);
  give(filter, SECCOMP_RET_KILL_PROCESS);
#endif
  add(filter, IF_FROM, FILTER_CALLS, 0, 1);
  give(filter, newer);
  add_tree(filter, starts, count);
  if (filter->overflow) return false;
  struct sock_fprog program = {.len = (unsigned short)filter->length, .filter = filter->code};
  return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) == 0;
}
