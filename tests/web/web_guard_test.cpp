#include "dashboard/web_guard.hpp"

#include "catch.hpp"

namespace {

using dashboard::is_own_host;
using dashboard::is_own_origin;

TEST_CASE("names of this machine are its own, whatever the port") {
  for (const auto* host : {"localhost", "LOCALHOST:8080", "127.0.0.1", "127.0.0.1:1",
                           "127.1.2.3:80", "[::1]", "[::1]:8080"}) {
    INFO(host);
    CHECK(is_own_host(host, "127.0.0.1"));
  }
}

TEST_CASE("another name that leads here is foreign") {
  for (const auto* host : {"", ":80", "evil.example", "evil.example:8080", "localhost.evil.example",
                           "127.0.0.1.evil.example", "10.0.0.1", "[::1", "[::1]x", "localhost:80x",
                           "localhost:80:80", "evil.example#localhost", "127.0.0.1@evil.example"}) {
    INFO(host);
    CHECK_FALSE(is_own_host(host, "127.0.0.1"));
  }
}

TEST_CASE("the address that is listened at is its own, and no other") {
  CHECK(is_own_host("10.0.0.1:80", "10.0.0.1"));
  CHECK_FALSE(is_own_host("10.0.0.2:80", "10.0.0.1"));
}

TEST_CASE("listening everywhere, numbers are its own, and names are not") {
  CHECK(is_own_host("192.168.1.5:8080", "0.0.0.0"));
  CHECK(is_own_host("[fe80::1]:8080", "::"));
  CHECK_FALSE(is_own_host("evil.example:8080", "0.0.0.0"));
}

TEST_CASE("an origin is that of the page when scheme, name and port are") {
  CHECK(is_own_origin("http://localhost:8080", "localhost:8080"));
  for (const auto* origin :
       {"", "null", "http://localhost", "http://localhost:8081", "https://localhost:8080",
        "http://evil.example:8080", "http://localhost:8080.evil.example", "http://"}) {
    INFO(origin);
    CHECK_FALSE(is_own_origin(origin, "localhost:8080"));
  }
  CHECK_FALSE(is_own_origin("http://", ""));
}

}  // namespace
