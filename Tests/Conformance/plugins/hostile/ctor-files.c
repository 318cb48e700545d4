/* ctor-files - reads what it can as soon as it is loaded, and again when it is called. */
#include "hostile.h"

#include <dirent.h>

static void look(const char *prefix) {
  static const struct {
    const char *name, *path;
  } files[] = {{"shadow", "/etc/shadow"}, {"passwd", "/etc/passwd"}, {"root", "/"}, {"etc", "/etc"}, {"tmp", "/tmp"},
               {"self_mem", "/proc/self/mem"}, {"self_maps", "/proc/self/maps"}, {"self_exe", "/proc/self/exe"},
               {"dev", "/dev/null"}};
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
    char name[64];
    snprintf(name, sizeof name, "%s_%s", prefix, files[i].name);
    found(name, open(files[i].path, O_RDONLY | O_CLOEXEC));
  }
}

__attribute__((constructor)) static void on_load(void) { look("load"); }

static void attack(struct probe *p, ow_call c, const ow_request *request) {
  (void)p, (void)c, (void)request;
  look("run");
  found("run_library", open("/lib/x86_64-linux-gnu/libc.so.6", O_RDONLY | O_CLOEXEC));
}

HOSTILE("ctor-files")
