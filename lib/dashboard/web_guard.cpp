#include "dashboard/web_guard.hpp"

#include <algorithm>
#include <cctype>
#include <string>

#include "dashboard/serve_address.hpp"

namespace dashboard {
namespace {

bool equal_without_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char x, unsigned char y) {
    return std::tolower(x) == std::tolower(y);
  });
}

/// Without port and brackets; empty when it is not of that form.
std::string_view host_name(std::string_view host) {
  std::string_view name = host;
  std::string_view port;
  if (!host.empty() && host.front() == '[') {
    const auto end = host.find(']');
    if (end == std::string_view::npos) return {};
    name = host.substr(1, end - 1);
    port = host.substr(end + 1);
  } else if (const auto colon = host.find(':'); colon != std::string_view::npos) {
    name = host.substr(0, colon);
    port = host.substr(colon);
  }
  const bool is_port =
      port.empty() || (port.front() == ':' && std::all_of(port.begin() + 1, port.end(), [](char c) {
                         return c >= '0' && c <= '9';
                       }));
  return is_port ? name : std::string_view{};
}

}  // namespace

bool is_own_host(std::string_view host, std::string_view listening_at) {
  const auto name = host_name(host);
  if (name.empty()) return false;
  if (equal_without_case(name, "localhost") || is_loopback(name)) return true;
  const bool is_everywhere = listening_at == "0.0.0.0" || listening_at == "::";
  return is_everywhere ? is_ip_address(name) : equal_without_case(name, listening_at);
}

bool is_own_origin(std::string_view origin, std::string_view host) {
  constexpr std::string_view scheme = "http://";
  return !host.empty() && origin.substr(0, scheme.size()) == scheme &&
         equal_without_case(origin.substr(scheme.size()), host);
}

}  // namespace dashboard
