#define _GNU_SOURCE
#include "ow_open.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

int ow_open_beneath(int directory, const char *path, int flags) {
  struct open_how how = {0};
  how.flags = (uint64_t)(uint32_t)(flags | O_CLOEXEC | O_NOFOLLOW);
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
  int fd = -1;
  /* EAGAIN: something was renamed meanwhile, and the kernel could not tell whether the path stayed beneath. */
  for (int attempt = 0; attempt < 100; attempt++) {
    fd = (int)syscall(SYS_openat2, directory, path, &how, sizeof how);
    if (fd >= 0 || (errno != EINTR && errno != EAGAIN)) break;
  }
  if (fd < 0 && errno == ENOSYS) {
    if (strchr(path, '/') != NULL || strcmp(path, "..") == 0) return -EXDEV;
    fd = openat(directory, path, flags | O_CLOEXEC | O_NOFOLLOW);
  }
  return fd < 0 ? -errno : fd;
}

int ow_rename_new(int from_directory, const char *from, int to_directory, const char *to) {
  return renameat2(from_directory, from, to_directory, to, RENAME_NOREPLACE) < 0 ? -errno : 0;
}
