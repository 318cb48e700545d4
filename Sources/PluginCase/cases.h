/* cases.h - every case that runs the plugin's code. One process runs one of them. */
#ifndef CASES_H
#define CASES_H

#include "subject.h"

struct test_case {
  const char *id;
  void (*run)(const char *path, int64_t parameter);
  int64_t parameter;
};

extern const struct test_case load_cases[], host_cases[], life_cases[], config_cases[], run_cases[], fault_cases[],
    remote_cases[], cancel_cases[], parallel_cases[], state_cases[], memory_cases[], fuzz_cases[];

/* How long a case that repeats something goes on. */
#define CASE_BUDGET_NS (UINT64_C(8) * NS_PER_S)

#endif
