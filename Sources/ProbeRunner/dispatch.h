/* dispatch.h - what each message of the host asks for. */
#ifndef DISPATCH_H
#define DISPATCH_H

#include "wire.h"

/* HELLO into `runner`. Ends the process if it is not a good one. */
void dispatch_hello(struct message hello);
/* Any later message. Takes the body. Ends the process if it makes no sense. */
void dispatch(struct message message);

#endif
