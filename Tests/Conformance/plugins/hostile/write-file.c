/* write-file - makes, changes and removes files. */
#include "hostile.h"

#include <stdio.h>
#include <sys/stat.h>

#define MARK "/tmp/openwatch-hostile-file"

static void attack(struct probe *p, ow_call c, const ow_request *request) {
  (void)p, (void)c, (void)request;
  found("create", open(MARK, O_WRONLY | O_CREAT, 0666));
  found("change", open("/etc/passwd", O_RDWR));
  found("append", open("/tmp", O_WRONLY | O_TMPFILE, 0600));
  found("creat", syscall(SYS_creat, MARK, 0666));
  found("mkdir", mkdir(MARK, 0777));
  found("fifo", mkfifo(MARK, 0666));
  found("symlink", symlink("/etc/shadow", MARK));
  found("link", link("/etc/passwd", MARK));
  found("remove", unlink("/etc/passwd"));
  found("rename", rename("/etc/passwd", MARK));
  found("mode", chmod("/tmp", 0777));
  found("image", write(PLUGIN_FD, "x", 1));
  found("image_size", ftruncate(PLUGIN_FD, 0));
}

HOSTILE("write-file")
