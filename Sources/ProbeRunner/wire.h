/* wire.h - messages over the socket to the host: framing, fragments, and the end of the process when it breaks. */
#ifndef WIRE_H
#define WIRE_H

#include "buffer.h"
#include "ow_wire.h"

#include <stdnoreturn.h>

/* Exit codes of the runner. */
enum { EXIT_DONE = 0, EXIT_FATAL = 1, EXIT_WIRE = 2 };

/* One whole message from the host. The receiver owns body: free() it, or hand it on. */
struct message {
  uint16_t type;
  uint64_t call;
  uint32_t seq;
  uint8_t *body;
  size_t length;
};

/* Only the reading thread receives, see reader.h. Ends the process at EOF, and after a FATAL if the host's bytes make no
 * sense. */
struct message wire_receive(void);

/* Sends head, then tail, as one message. Frames of different messages may mix, so a message with seq 0 must fit one
 * frame unless nobody else can send for that call. Ends the process if the host is gone. */
void wire_send_parts(uint16_t type, uint64_t call, uint32_t seq, const void *head, size_t head_length,
                     const void *tail, size_t tail_length);
/* Sends and frees the body. Returns false, and sends nothing, if building it had failed. */
bool wire_send(uint16_t type, uint64_t call, uint32_t seq, struct buffer *body);

/* FATAL, then exit. */
noreturn void wire_fatal(int exit_code, ow_rc rc, const char *stage, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
