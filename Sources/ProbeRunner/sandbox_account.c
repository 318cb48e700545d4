#define _GNU_SOURCE 1
#include "ow_wire.h"
#include "sandbox.h"

#include <grp.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static bool drop_capabilities(void) {
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct none[2] = {{0}};
  prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  return syscall(SYS_capset, &header, none) == 0;
}

const char *sandbox_account(const struct sandbox_wanted *wanted, struct sandbox *sandbox) {
  if (wanted->uid != 0) {
    if (setgroups(0, NULL) != 0) return "supplementary groups";
    if (setresgid(wanted->gid, wanted->gid, wanted->gid) != 0) return "group";
    if (setresuid(wanted->uid, wanted->uid, wanted->uid) != 0) return "user";
    if (setuid(0) == 0) return "user: root can be had again";
    sandbox->flags |= OW_WIRE_SANDBOX_OWN_ACCOUNT;
  }
  if (!drop_capabilities()) return "capabilities";
  sandbox->uid = getuid();
  if (sandbox->uid != 0) sandbox->flags |= OW_WIRE_SANDBOX_NOT_ROOT;
  return NULL;
}
