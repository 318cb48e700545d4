/* ctor-socket - opens sockets as soon as it is loaded. */
#include "hostile.h"

#include <sys/socket.h>

__attribute__((constructor)) static void on_load(void) {
  int pair[2];
  found("tcp", socket(AF_INET, SOCK_STREAM, 0));
  found("tcp6", socket(AF_INET6, SOCK_STREAM, 0));
  found("udp", socket(AF_INET, SOCK_DGRAM, 0));
  found("unix", socket(AF_UNIX, SOCK_STREAM, 0));
  found("netlink", socket(AF_NETLINK, SOCK_RAW, 0));
  found("pair", socketpair(AF_UNIX, SOCK_DGRAM, 0, pair));
}

NOTHING_MORE
HOSTILE("ctor-socket")
