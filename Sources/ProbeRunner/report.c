#define _GNU_SOURCE 1
#include "report.h"

#include "ow_wire.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

_Static_assert(sizeof(struct ow_wire_report) == OW_WIRE_REPORT_SIZE, "report layout");

static int pipe_fd = -1;

void report_prepare(void) {
  struct stat file;
  if (fstat(OW_WIRE_REPORT_FD, &file) != 0 || !S_ISFIFO(file.st_mode)) return;
  int flags = fcntl(OW_WIRE_REPORT_FD, F_GETFL);
  if (flags < 0 || fcntl(OW_WIRE_REPORT_FD, F_SETFL, flags | O_NONBLOCK) != 0) return;
  fcntl(OW_WIRE_REPORT_FD, F_SETFD, FD_CLOEXEC);
  pipe_fd = OW_WIRE_REPORT_FD;
}

int report_fd(void) { return pipe_fd; }

static void send_record(const struct ow_wire_report *record) {
  int error = errno;
  if (pipe_fd >= 0) {
    ssize_t ignored = write(pipe_fd, record, sizeof *record);
    (void)ignored;
  }
  errno = error;
}

void report_denied(uint32_t syscall_number, const char *name, uint64_t count, int is_fatal) {
  struct ow_wire_report record = {.magic = OW_WIRE_REPORT_MAGIC,
                                  .kind = OW_WIRE_REPORT_DENIED,
                                  .number = syscall_number,
                                  .flags = is_fatal ? OW_WIRE_REPORT_FATAL : 0,
                                  .value = count};
  for (unsigned i = 0; name && name[i] && i + 1 < sizeof record.name; i++) record.name[i] = name[i];
  send_record(&record);
}

void report_crash(uint32_t signal, uint64_t fault_address, uint64_t offset, int is_in_plugin) {
  struct ow_wire_report record = {.magic = OW_WIRE_REPORT_MAGIC,
                                  .kind = OW_WIRE_REPORT_CRASH,
                                  .number = signal,
                                  .flags = is_in_plugin ? OW_WIRE_REPORT_IN_PLUGIN : 0,
                                  .value = fault_address,
                                  .offset = offset};
  send_record(&record);
}
