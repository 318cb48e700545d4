/* instance.h - the plugin's one instance: created, configured, run, asked for its health, destroyed. */
#ifndef INSTANCE_H
#define INSTANCE_H

#include "calls.h"

/* Once, before READY. False if there is no memory. */
bool instance_prepare(void);

/* [reading thread] instance_run() runs the plugin's code here, with the reading lent out; the others return at once and
 * leave it to other threads, which answer the host. */
void instance_create(struct message message);
void instance_configure(struct message message);
void instance_run(struct call *call);
void instance_health(struct call *call);
/* Calls the plugin's cancel(). The call is locked. */
void instance_cancel(struct call *call);
/* Lets calls finish, destroys the instance, says BYE and ends the process. */
void instance_drain(void);

/* RESULT for a call that never reached the plugin. */
void send_refusal(uint64_t wire_call, ow_rc rc, const char *why);

#endif
