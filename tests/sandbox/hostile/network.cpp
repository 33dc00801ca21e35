#include <arpa/inet.h>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "attack.hpp"

namespace hostile {
namespace {

sockaddr_in listener() {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<unsigned short>(number("HOSTILE_PORT")));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

sockaddr_un local_listener() {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = setting("HOSTILE_HOME") + "/socket";
  std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
  return address;
}

int connect_tcp() {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  const sockaddr_in to = listener();
  return refused_if(fd < 0 || connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0);
}

int send_udp() {
  const int fd = socket(AF_INET, SOCK_DGRAM, 0);
  const sockaddr_in to = listener();
  return refused_if(fd < 0 ||
                    sendto(fd, "x", 1, 0, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 1);
}

int connect_unix() {
  const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  const sockaddr_un to = local_listener();
  return refused_if(fd < 0 || connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0);
}

/// A datagram pair would not need a connection of its own to write to any socket.
int datagram_pair() {
  int pair[2];
  return refused_if(socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) != 0);
}

/// Honest: event loops wake themselves this way.
int stream_pair() {
  int pair[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0 || write(pair[0], "x", 1) != 1) return 3;
  const sockaddr_un to = local_listener();
  return refused_if(sendto(pair[0], "x", 1, 0, reinterpret_cast<const sockaddr*>(&to), sizeof to) !=
                    1);
}

int open_socket(int family, int type) {
  return refused_if(socket(family, type, 0) < 0);
}
int open_tcp6() {
  return open_socket(AF_INET6, SOCK_STREAM);
}
int open_packet() {
  return open_socket(AF_PACKET, SOCK_RAW);
}
int open_vsock() {
  return open_socket(AF_VSOCK, SOCK_STREAM);
}
int open_netlink() {
  return open_socket(AF_NETLINK, SOCK_RAW);
}
int open_crypto() {
  return open_socket(AF_ALG, SOCK_SEQPACKET);
}
int open_bluetooth() {
  return open_socket(AF_BLUETOOTH, SOCK_RAW);
}
int open_xdp() {
  return open_socket(44 /* AF_XDP */, SOCK_RAW);
}
int open_every_family() {
  for (int family = 45; family < 64; ++family) {
    if (socket(family, SOCK_STREAM, 0) >= 0) return succeeded;
  }
  return refused;
}

}  // namespace

const Attack network_attacks[] = {
    {"connect_tcp", connect_tcp},
    {"send_udp", send_udp},
    {"connect_unix", connect_unix},
    {"datagram_pair", datagram_pair},
    {"stream_pair", stream_pair},
    {"open_tcp6", open_tcp6},
    {"open_packet", open_packet},
    {"open_vsock", open_vsock},
    {"open_netlink", open_netlink},
    {"open_crypto", open_crypto},
    {"open_bluetooth", open_bluetooth},
    {"open_xdp", open_xdp},
    {"open_every_family", open_every_family},
    {nullptr, nullptr},
};

}  // namespace hostile
