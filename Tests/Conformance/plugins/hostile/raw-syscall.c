/* raw-syscall - makes the system call that it is told to, with four numbers. */
#include "hostile.h"

static void attack(struct probe *p, ow_call c, const ow_request *request) {
  (void)p, (void)c;
  ow_bytes params = request->params;
  uint64_t parent = param_number(params, "parent") ? (uint64_t)getppid() : 0;
  found("result", syscall((long)param_number(params, "number"), param_number(params, "a") + parent,
                          param_number(params, "b"), param_number(params, "c"), param_number(params, "d")));
}

HOSTILE("raw-syscall")
