#include "web/http_client.hpp"

#include <cerrno>
#include <charconv>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <system_error>

namespace web_tests {
namespace {

constexpr int patience_ms = 60'000;

int check_call(int result, const char* what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
  return result;
}

Reply parse_reply(const std::string& text) {
  const auto end = text.find("\r\n\r\n");
  if (text.size() < 12 || end == std::string::npos) {
    throw std::runtime_error("not an HTTP reply: " + text.substr(0, 200));
  }
  Reply reply;
  std::from_chars(text.data() + 9, text.data() + 12, reply.status);
  reply.headers = text.substr(0, end + 2);
  reply.body = text.substr(end + 4);
  return reply;
}

}  // namespace

Connection::Connection(std::uint16_t port) : Connection(port, 0) {}

Connection Connection::with_small_buffer(std::uint16_t port) {
  return {port, 4096};
}

Connection::Connection(std::uint16_t port, int receive_buffer_bytes)
    : socket_(check_call(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket")) {
  if (receive_buffer_bytes > 0) {
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes,
                 sizeof receive_buffer_bytes);
  }
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  check_call(::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address),
             "connect");
}

void Connection::send(std::string_view text) {
  while (!text.empty()) {
    const auto sent = ::send(socket_.get(), text.data(), text.size(), MSG_NOSIGNAL);
    if (sent < 0) throw std::system_error(errno, std::generic_category(), "send");
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
}

bool Connection::read_some() {
  pollfd waiting{socket_.get(), POLLIN, 0};
  if (check_call(::poll(&waiting, 1, patience_ms), "poll") == 0) {
    throw std::runtime_error("the server says nothing; so far: " + received_.substr(0, 2000));
  }
  char buffer[16384];
  const auto count = ::recv(socket_.get(), buffer, sizeof buffer, 0);
  // A server that did not read all that was sent resets the connection.
  if (count < 0 && errno == ECONNRESET) return false;
  if (count < 0) throw std::system_error(errno, std::generic_category(), "recv");
  received_.append(buffer, static_cast<std::size_t>(count));
  return count > 0;
}

const std::string& Connection::expect(std::string_view text) {
  while (received_.find(text) == std::string::npos) {
    if (!read_some()) {
      throw std::runtime_error(
          fmt::format("the connection ended without \"{}\": {}", text, received_.substr(0, 2000)));
    }
  }
  return received_;
}

const std::string& Connection::read_all() {
  while (read_some()) {
  }
  return received_;
}

Reply talk(std::uint16_t port, std::string_view request) {
  Connection connection(port);
  connection.send(request);
  return parse_reply(connection.read_all());
}

Reply get(std::uint16_t port, std::string_view path, std::string_view more_headers) {
  return talk(port, fmt::format("GET {} HTTP/1.1\r\nHost: localhost:{}\r\n{}\r\n", path, port,
                                more_headers));
}

Reply post(std::uint16_t port, std::string_view json, std::string_view more_headers) {
  return talk(port, fmt::format("POST /control HTTP/1.1\r\nHost: localhost:{}\r\n"
                                "Content-Type: application/json\r\nContent-Length: {}\r\n{}\r\n{}",
                                port, json.size(), more_headers, json));
}

}  // namespace web_tests
