/* filter.h - puts a seccomp program together from one rule for each system call.
 *
 * The program finds the rule by halving the numbers. The kernel runs every number through a new filter once, to learn
 * which ones pass whatever their arguments are, so that a plain list would cost a quarter of a millisecond a start.
 */
#ifndef FILTER_H
#define FILTER_H

#include <stdbool.h>
#include <stdint.h>

#include <linux/filter.h>
#include <linux/seccomp.h>

#define FILTER_CODE_MAX 1024u
#define FILTER_CALLS 463u /* numbers from here on are newer than this file */

/* What decides: `then` if the test holds, else `otherwise`. Arguments are compared by their low 32 bits, which is all
 * that the kernel takes of ints; pointers as a whole. */
struct rule {
  enum {
    RULE_ALWAYS,      /* `then` */
    RULE_MASKED,      /* (argument & mask) == value */
    RULE_FLAGS,       /* all bits of value and none outside of mask */
    RULE_ONE_OF,      /* argument is one of values[0..<count] */
    RULE_WITH_NULL,   /* argument == value, and the pointer is null */
    RULE_WITH_POINTER /* argument == value, and the pointer is not null */
  } test;
  unsigned argument, pointer;
  uint32_t mask, value;
  const uint32_t *values;
  unsigned count;
  uint32_t then, otherwise;
};

struct filter {
  struct rule rules[FILTER_CALLS];
  struct sock_filter code[FILTER_CODE_MAX];
  unsigned length;
  bool overflow;
};

/* One verdict for every call, to be changed by the next two. */
void filter_start(struct filter *filter, uint32_t verdict);
void filter_verdict(struct filter *filter, long number, uint32_t verdict);
void filter_rule(struct filter *filter, long number, struct rule rule);

/* Gives it to the kernel, for all threads. `newer` is for numbers beyond the table. Calls by another machine's or the
 * x32 entry end the process: their numbers mean other calls. */
bool filter_install(struct filter *filter, uint32_t newer);

#endif
