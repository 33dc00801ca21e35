#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/unique_fd.hpp"

namespace web_tests {

/// One TCP connection to a server on this machine: nothing stands between the test and the bytes.
/// Calls that wait throw std::runtime_error when what they wait for does not come.
class Connection {
 public:
  explicit Connection(std::uint16_t port);

  /// Asks the kernel to buffer little of what comes, before it is connected.
  static Connection with_small_buffer(std::uint16_t port);

  void send(std::string_view text);
  /// Reads until the text is there; returns all that came so far.
  const std::string& expect(std::string_view text);
  /// Reads to the end of the connection.
  const std::string& read_all();
  /// Whether the server ends the connection before the patience is at an end; takes in nothing.
  const std::string& received() const { return received_; }
  void forget() { received_.clear(); }

 private:
  Connection(std::uint16_t port, int receive_buffer_bytes);
  bool read_some();

  base::UniqueFd socket_;
  std::string received_;
};

struct Reply {
  int status = 0;
  std::string headers;
  std::string body;
};

/// Sends the text of a whole request and takes the reply.
Reply talk(std::uint16_t port, std::string_view request);
/// GET with a Host that is right and, where there are, further header lines.
Reply get(std::uint16_t port, std::string_view path, std::string_view more_headers = {});
/// POST of JSON to /control.
Reply post(std::uint16_t port, std::string_view json, std::string_view more_headers = {});

}  // namespace web_tests
