/* journal.h - the plugin's log lines on their way to the host, floods cut off. */
#ifndef JOURNAL_H
#define JOURNAL_H

#include "ow_types.h"

#include <stddef.h>

#define LOG_LINE_MAX 4096u

/* Any thread. wire_call 0 = about no call. */
void journal_write(uint64_t wire_call, int32_t level, ow_str text);
/* Tells the host how many lines were dropped since the last one that was sent. */
void journal_flush(void);

/* Around create() and configure(), which have no call to explain a failure with: the last error line that their thread
 * logged in between is the explanation. */
void journal_listen(void);
ow_str journal_heard(void);

#endif
