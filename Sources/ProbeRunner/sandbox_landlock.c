#define _GNU_SOURCE 1
#include "ow_wire.h"
#include "sandbox.h"

#include <fcntl.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Numbers of the kernel's interface, spelled out: the headers of the machine that builds may be older than the kernel
 * that runs. */
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif

#define GET_ABI 1u /* LANDLOCK_CREATE_RULESET_VERSION */
#define RULE_PATH_BENEATH 1

#define FS_EXECUTE (1ull << 0)
#define FS_READ_FILE (1ull << 2)
#define FS_READ_DIR (1ull << 3)
#define FS_ALL_ABI1 ((1ull << 13) - 1)
#define FS_REFER (1ull << 13)     /* ABI 2 */
#define FS_TRUNCATE (1ull << 14)  /* ABI 3 */
#define FS_IOCTL_DEV (1ull << 15) /* ABI 5 */
#define NET_TCP_ALL 3ull          /* bind, connect: ABI 4 */
#define SCOPE_ALL 3ull            /* abstract sockets, signals: ABI 6 */

struct ruleset_attributes {
  uint64_t fs, net, scoped;
};

struct path_rule {
  uint64_t allowed;
  int32_t parent;
} __attribute__((packed));

static int create_ruleset(uint32_t abi) {
  struct ruleset_attributes attributes = {.fs = FS_ALL_ABI1};
  size_t size = sizeof attributes.fs;
  if (abi >= 2) attributes.fs |= FS_REFER;
  if (abi >= 3) attributes.fs |= FS_TRUNCATE;
  if (abi >= 5) attributes.fs |= FS_IOCTL_DEV;
  if (abi >= 4) {
    attributes.net = NET_TCP_ALL;
    size = offsetof(struct ruleset_attributes, scoped);
  }
  if (abi >= 6) {
    attributes.scoped = SCOPE_ALL;
    size = sizeof attributes;
  }
  return (int)syscall(SYS_landlock_create_ruleset, &attributes, size, 0);
}

static void allow(int ruleset, const char *path, uint64_t rights) {
  int fd = open(path, O_PATH | O_CLOEXEC);
  if (fd < 0) return; /* what is not there needs no rule */
  struct path_rule rule = {.allowed = rights, .parent = fd};
  syscall(SYS_landlock_add_rule, ruleset, RULE_PATH_BENEATH, &rule, 0);
  close(fd);
}

static bool restrict_self(int ruleset) {
  bool done = syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
  close(ruleset);
  return done;
}

void sandbox_files_before_load(const char *plugin_path, struct sandbox *sandbox) {
  static const char *const libraries[] = {"/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib"};
  long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, GET_ABI);
  if (abi < 1) return;
  int ruleset = create_ruleset((uint32_t)abi);
  if (ruleset < 0) return;
  for (unsigned i = 0; i < sizeof libraries / sizeof *libraries; i++) {
    allow(ruleset, libraries[i], FS_EXECUTE | FS_READ_FILE | FS_READ_DIR);
  }
  allow(ruleset, "/etc/ld.so.cache", FS_READ_FILE);
  /* A sealed memory file needs no rule. A plugin that is loaded by its path, by hand, does. */
  if (plugin_path) allow(ruleset, plugin_path, FS_EXECUTE | FS_READ_FILE);
  if (!restrict_self(ruleset)) return;
  sandbox->landlock_abi = (uint32_t)abi;
  sandbox->flags |= OW_WIRE_SANDBOX_FILES;
  if (abi >= 4) sandbox->flags |= OW_WIRE_SANDBOX_TCP_RULES;
  if (abi >= 6) sandbox->flags |= OW_WIRE_SANDBOX_SCOPES;
}

bool sandbox_files_after_load(const struct sandbox *sandbox) {
  if (sandbox->landlock_abi == 0) return true;
  int ruleset = create_ruleset(sandbox->landlock_abi);
  return ruleset >= 0 && restrict_self(ruleset);
}
