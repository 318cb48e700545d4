/* openwatch-plugin-case - runs one conformance case on one plugin, in this process.
 *
 *   openwatch-plugin-case PLUGIN.so CASE --seed N --facts FILE      report on file 3, as JSON lines
 *   openwatch-plugin-case --list                                    the ids, on standard output
 *
 * Exit codes: 0 the case came to its end (faults are in the report), 2 wrong usage, 4 the plugin did not come back.
 * Anything else is what the plugin did. */
#define _GNU_SOURCE 1
#include "cases.h"
#include "memory.h"
#include "state.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

static const struct test_case *const groups[] = {load_cases,     host_cases,  life_cases,   config_cases,
                                                 run_cases,      fault_cases, remote_cases, cancel_cases,
                                                 parallel_cases, state_cases, memory_cases, fuzz_cases};

static const struct test_case *find(const char *id) {
  for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
    for (const struct test_case *at = groups[i]; at->id; at++) {
      if (strcmp(at->id, id) == 0) return at;
    }
  }
  return NULL;
}

static int list(void) {
  for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
    for (const struct test_case *at = groups[i]; at->id; at++) printf("%s\n", at->id);
  }
  return 0;
}

static int usage(const char *why) {
  fprintf(stderr, "openwatch-plugin-case: %s\nusage: openwatch-plugin-case PLUGIN.so CASE --seed N --facts FILE\n",
          why);
  return 2;
}

static void limit(int resource, rlim_t value) {
  struct rlimit most = {value, value};
  setrlimit((__rlimit_resource_t)resource, &most);
}

int main(int argc, char **argv) {
  if (argc == 2 && strcmp(argv[1], "--list") == 0) return list();
  if (argc != 7 || strcmp(argv[3], "--seed") != 0 || strcmp(argv[5], "--facts") != 0) return usage("wrong arguments");
  const struct test_case *chosen = find(argv[2]);
  if (!chosen) return usage("no such case");
  facts_read(argv[6]);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_NOFILE, 256);
  limit(RLIMIT_CPU, 120);
  limit(RLIMIT_DATA, (rlim_t)(facts.memory_mib + 768) << 20);
  bench_prepare(strtoull(argv[4], NULL, 0));
  memory_prepare();
  state_prepare();
  chosen->run(argv[1], chosen->parameter);
  report_end();
  _exit(0); /* not through the plugin's destructors, which no host runs either */
}
