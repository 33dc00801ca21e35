#pragma once

#include <string_view>

namespace dashboard {

/// Whether a request's Host header names this machine, so that it is no other name that somebody
/// made resolve to it (DNS rebinding): localhost, a loopback address, the address that we listen
/// at, or, when that is every address, any address that is a number. Ports do not matter.
bool is_own_host(std::string_view host, std::string_view listening_at);

/// Whether a request's Origin header is that of the page which came from this Host.
bool is_own_origin(std::string_view origin, std::string_view host);

}  // namespace dashboard
