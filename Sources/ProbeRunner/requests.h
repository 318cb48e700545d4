/* requests.h - asking the host: one SERVICE_REQUEST out, and the calling thread waits for its reply. */
#ifndef REQUESTS_H
#define REQUESTS_H

#include "calls.h"

/* Starts a body. */
struct buffer request_begin(uint32_t method);

/* Sends the request, frees its body, and waits. The reply lives in the call's arena and *fields reads what comes after
 * its code. Gives up CANCEL_GRACE_NS after the call is cancelled or past its deadline. Chunks go to on_chunk. */
ow_rc request_wait(struct call *call, struct buffer *body, struct cursor *fields, ow_chunk_fn on_chunk, void *user);
/* Sends the request; the reply will be dropped. */
ow_rc request_post(struct call *call, struct buffer *body);
/* Ends the process if a reply's fields were not what its method promises. */
void request_check(const struct cursor *fields, const char *method);

/* [reading thread] Hands a SERVICE_REPLY or SERVICE_CHUNK to whoever waits for it; else drops it. Takes the body. */
void requests_deliver(struct message message);

#endif
