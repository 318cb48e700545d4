#define _GNU_SOURCE
#include "ow_case_spawn.h"

#include "ow_clean_process.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static int make_pipe(int ends[2]) {
  if (pipe2(ends, O_CLOEXEC) < 0) return -errno;
  int high = fcntl(ends[1], F_DUPFD_CLOEXEC, OW_CLEAN_LOWEST_SOURCE_FD);
  int error = errno;
  close(ends[1]);
  if (high < 0) {
    close(ends[0]);
    return -error;
  }
  ends[1] = high;
  return 0;
}

static int start(const char *path, char *const arguments[], int report, int errors, pid_t *pid) {
  const int fds[] = {errors, report}; /* 2 and OW_CASE_REPORT_FD */
  return ow_spawn_clean(path, arguments, fds, sizeof fds / sizeof *fds, pid);
}

int ow_spawn_case(const char *path, char *const arguments[], ow_case_process *out) {
  int report[2], errors[2];
  int rc = make_pipe(report);
  if (rc != 0) return rc;
  rc = make_pipe(errors);
  if (rc != 0) {
    close(report[0]);
    close(report[1]);
    return rc;
  }
  pid_t pid = 0;
  rc = start(path, arguments, report[1], errors[1], &pid);
  close(report[1]);
  close(errors[1]);
  if (rc != 0) {
    close(report[0]);
    close(errors[0]);
    return rc;
  }
  *out = (ow_case_process){pid, report[0], errors[0]};
  return 0;
}
