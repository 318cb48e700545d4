/* guess-files - uses every file number it can think of, except the wire's. */
#include "hostile.h"

#include <sys/mman.h>
#include <sys/stat.h>

static void attack(struct probe *p, ow_call c, const ow_request *request) {
  (void)p, (void)c, (void)request;
  static char bytes[4096];
  long open_files = 0, beyond = 0, readable = 0, mapped = 0, reopened = 0;
  for (int fd = 0; fd < 4096; fd++) {
    struct stat file;
    if (fstat(fd, &file) != 0) continue;
    open_files++;
    if (fd > REPORT_FD) beyond++;
    if (fd == WIRE_FD) continue;
    fcntl(fd, F_SETFL, O_NONBLOCK);
    if (fd != PLUGIN_FD && fd != 0 && read(fd, bytes, sizeof bytes) > 0) readable++;
    for (int i = 0; i < 50; i++) {
      ssize_t ignored = write(fd, "\0garbage that is no report at all, over and over again, and no line either", 73);
      (void)ignored;
    }
    if (fd != PLUGIN_FD && mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 0) != MAP_FAILED) mapped++;
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (open(path, O_RDWR) >= 0) reopened++;
  }
  found("open", open_files);
  found("beyond", beyond);
  found("readable", readable);
  found("mapped", mapped);
  found("reopened", reopened);
}

HOSTILE("guess-files")
