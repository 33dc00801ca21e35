#include "dashboard/serve_address.hpp"

#include "base/error.hpp"
#include "catch.hpp"

namespace {

using dashboard::parse_serve_address;

TEST_CASE("a port alone is served on the loopback address") {
  const auto address = parse_serve_address("8080");
  CHECK(address.host == "127.0.0.1");
  CHECK(address.port == 8080);
  CHECK(url_of(address) == "http://127.0.0.1:8080/");
}

TEST_CASE("an address and a port are taken apart") {
  CHECK(parse_serve_address("localhost:0").host == "127.0.0.1");
  CHECK(parse_serve_address("0.0.0.0:65535").host == "0.0.0.0");
  CHECK(parse_serve_address("0.0.0.0:65535").port == 65535);
  CHECK(parse_serve_address("[::1]:80").host == "::1");
  CHECK(url_of(parse_serve_address("[::1]:80")) == "http://[::1]:80/");
}

TEST_CASE("what is no address is refused") {
  for (const auto* text : {"", ":", "80:", ":80", "65536", "-1", "+1", "80x", "example.org:80",
                           "::1:80", "[::1]", "[::1]80", "[127.0.0.1]:80", "1.2.3:80",
                           "1.2.3.4.5:80", "http://127.0.0.1:80", "127.0.0.1:99999999999"}) {
    INFO(text);
    CHECK_THROWS_AS(parse_serve_address(text), base::Error);
  }
}

TEST_CASE("loopback addresses are told from others") {
  for (const auto* host : {"127.0.0.1", "127.9.9.9", "::1"}) CHECK(dashboard::is_loopback(host));
  for (const auto* host : {"0.0.0.0", "::", "10.0.0.1", "128.0.0.1", "localhost", ""}) {
    CHECK_FALSE(dashboard::is_loopback(host));
  }
}

}  // namespace
