/* abstract-socket - reaches for other sockets, through the one it has. */
#include "hostile.h"

#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>

static void attack(struct probe *p, ow_call c, const ow_request *request) {
  (void)p, (void)c, (void)request;
  struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "\0openwatch-hostile"};
  socklen_t length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 18);
  int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
  found("socket", fd);
  found("connect", connect(WIRE_FD, (struct sockaddr *)&address, length));
  found("bind", bind(WIRE_FD, (struct sockaddr *)&address, length));
  found("listen", listen(WIRE_FD, 1));
  found("accept", accept(WIRE_FD, NULL, NULL));
  found("sendto", sendto(WIRE_FD, "x", 1, MSG_DONTWAIT, (struct sockaddr *)&address, length));
  int one = 1;
  found("passcred", setsockopt(WIRE_FD, SOL_SOCKET, SO_PASSCRED, &one, sizeof one));
}

HOSTILE("abstract-socket")
