#include "dashboard/serve_address.hpp"

#include <arpa/inet.h>
#include <charconv>
#include <cstring>
#include <fmt/format.h>

#include "base/error.hpp"

namespace dashboard {
namespace {

[[noreturn]] void refuse_address(std::string_view text, const char* why) {
  throw base::Error(fmt::format("--serve {}: {}", text, why),
                    "Give a port, or an address and a port: 8080, 127.0.0.1:8080, [::1]:8080.");
}

std::uint16_t read_port(std::string_view text, std::string_view whole) {
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size() || port > 65535) {
    refuse_address(whole, "the port is not a number from 0 to 65535");
  }
  return static_cast<std::uint16_t>(port);
}

bool is_address(int family, std::string_view text) {
  in6_addr place{};
  return ::inet_pton(family, std::string(text).c_str(), &place) == 1;
}

}  // namespace

bool is_ip_address(std::string_view text) {
  return is_address(AF_INET, text) || is_address(AF_INET6, text);
}

bool is_loopback(std::string_view host) {
  const std::string text(host);
  in_addr v4{};
  if (::inet_pton(AF_INET, text.c_str(), &v4) == 1) return (ntohl(v4.s_addr) >> 24) == 127;
  in6_addr v6{};
  return ::inet_pton(AF_INET6, text.c_str(), &v6) == 1 &&
         std::memcmp(&v6, &in6addr_loopback, sizeof v6) == 0;
}

ServeAddress parse_serve_address(std::string_view text) {
  ServeAddress address;
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) {
    address.port = read_port(text, text);
    return address;
  }
  std::string_view host = text.substr(0, colon);
  address.port = read_port(text.substr(colon + 1), text);
  if (host == "localhost") return address;
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
    if (!is_address(AF_INET6, host)) refuse_address(text, "there is no IPv6 address in brackets");
  } else if (!is_address(AF_INET, host)) {
    refuse_address(text, is_address(AF_INET6, host) ? "an IPv6 address is put in brackets"
                                                    : "that is not an address of a machine");
  }
  address.host = host;
  return address;
}

std::string url_of(const ServeAddress& address) {
  const bool is_v6 = address.host.find(':') != std::string::npos;
  return is_v6 ? fmt::format("http://[{}]:{}/", address.host, address.port)
               : fmt::format("http://{}:{}/", address.host, address.port);
}

}  // namespace dashboard
