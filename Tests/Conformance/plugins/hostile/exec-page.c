/* exec-page - makes memory that can be executed. */
#include "hostile.h"

#include <sys/mman.h>

static void attack(struct probe *p, ow_call c, const ow_request *request) {
  (void)p, (void)c, (void)request;
  const int anonymous = MAP_PRIVATE | MAP_ANONYMOUS;
  void *both = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, anonymous, -1, 0);
  found("both", both == MAP_FAILED ? -1 : 0);
  void *image = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, PLUGIN_FD, 0);
  found("image", image == MAP_FAILED ? -1 : 0);
  void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, anonymous, -1, 0);
  found("page", page == MAP_FAILED ? -1 : 0);
  if (page != MAP_FAILED) memcpy(page, "\xc3", 1);
  found("mprotect", mprotect(page, 4096, PROT_READ | PROT_EXEC));
  found("pkey", syscall(SYS_pkey_mprotect, page, 4096, PROT_READ | PROT_EXEC, 0));
  found("implied", syscall(SYS_personality, 0x0400000));
}

HOSTILE("exec-page")
