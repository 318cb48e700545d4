/* events.h - events on their way to the host: checked, counted, batched, and held back while the host is behind. */
#ifndef EVENTS_H
#define EVENTS_H

#include "calls.h"

#define BATCH_BYTES (64u * 1024u)

ow_rc events_emit(struct call *call, const ow_event *events, uint32_t count);
/* Sends what is batched, and the newest progress report. The call is not locked. */
void events_flush(struct call *call);
/* The host has taken events. The call is locked. */
void events_acknowledge(struct call *call, uint32_t count, uint32_t bytes);
ow_rc events_progress(struct call *call, uint32_t done, ow_str stage);

#endif
