#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dashboard {

/// Where to listen.
struct ServeAddress {
  std::string host = "127.0.0.1";  ///< an IPv4 or IPv6 address
  std::uint16_t port = 0;          ///< 0: any that is free
};

/// Reads "PORT", "ADDRESS:PORT" or "[IPv6 ADDRESS]:PORT"; "localhost" is 127.0.0.1. Throws
/// base::Error for anything else.
ServeAddress parse_serve_address(std::string_view text);

/// Whether only this machine can reach it.
bool is_loopback(std::string_view host);

/// Whether the text is an IPv4 address or an IPv6 address without brackets.
bool is_ip_address(std::string_view text);

/// "http://127.0.0.1:8080/"
std::string url_of(const ServeAddress& address);

}  // namespace dashboard
