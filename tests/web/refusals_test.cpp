#include <fmt/format.h>
#include <optional>
#include <string>
#include <thread>

#include "catch.hpp"
#include "support/command.hpp"
#include "web/http_client.hpp"
#include "web/live_server.hpp"

namespace {

using support::contains;
using web_tests::get;
using web_tests::LiveServer;
using web_tests::post;
using web_tests::talk;

std::string posted(const std::string& headers, const std::string& body) {
  return "POST /control HTTP/1.1\r\n" + headers + "\r\n" + body;
}

constexpr auto pause = R"({"action":"pause"})";

bool is_paused(LiveServer& live) {
  return live.board().latest()->live.is_paused;
}

TEST_CASE("a request for another name is refused, whatever it asks for") {
  LiveServer live;
  for (const auto* path : {"/", "/snapshot.json", "/metrics", "/events", "/nothing"}) {
    INFO(path);
    const auto reply =
        talk(live.port(),
             fmt::format("GET {} HTTP/1.1\r\nHost: evil.example:{}\r\n\r\n", path, live.port()));
    CHECK(reply.status == 403);
    CHECK_FALSE(contains(reply.body, "API Gateway"));
  }
  CHECK(talk(live.port(), "GET / HTTP/1.1\r\n\r\n").status == 403);
}

TEST_CASE("a request from another page is refused") {
  LiveServer live;
  for (const auto* origin : {"http://evil.example", "null", "http://localhost:1"}) {
    INFO(origin);
    CHECK(post(live.port(), pause, fmt::format("Origin: {}\r\n", origin)).status == 403);
    CHECK(get(live.port(), "/events", fmt::format("Origin: {}\r\n", origin)).status == 403);
  }
  CHECK(post(live.port(), pause, "Sec-Fetch-Site: cross-site\r\n").status == 403);
  CHECK_FALSE(is_paused(live));
  CHECK(post(live.port(), pause, fmt::format("Origin: http://localhost:{}\r\n", live.port()))
            .status == 202);
}

TEST_CASE("a control that another page could send without asking is refused") {
  LiveServer live;
  const auto body = std::string(pause);
  for (const auto* type :
       {"", "Content-Type: text/plain\r\n", "Content-Type: application/x-www-form-urlencoded\r\n",
        "Content-Type: text/plain; x=application/json\r\n"}) {
    INFO(type);
    CHECK(talk(live.port(),
               posted(fmt::format("Host: localhost\r\n{}Content-Length: {}\r\n", type, body.size()),
                      body))
              .status == 415);
  }
  CHECK(get(live.port(), "/control").status == 404);
  CHECK_FALSE(is_paused(live));
}

TEST_CASE("a body without bound is refused before it is read") {
  LiveServer live;
  const std::string json = "Host: localhost\r\nContent-Type: application/json\r\n";
  for (const auto* length : {"4097", "99999999999", "99999999999999999999999", "-1", "x"}) {
    INFO(length);
    CHECK(talk(live.port(), posted(json + "Content-Length: " + length + "\r\n", "")).status == 413);
  }
  CHECK(talk(live.port(), posted(json + "Transfer-Encoding: chunked\r\n", "")).status == 413);
}

TEST_CASE("a control that makes no sense is answered with what is wrong") {
  LiveServer live;
  const auto reply = post(live.port(), R"({"action":"speed","value":-1})");
  CHECK(reply.status == 400);
  CHECK(contains(reply.body, "value: expected a number from 0.1 to 1000"));
  CHECK(post(live.port(), "{\"action\":").status == 400);
  CHECK(post(live.port(), R"({"action":"fault","service":"Nobody","kind":"hang"})").status == 400);
  CHECK(post(live.port(), std::string(4000, '[')).status == 400);
}

TEST_CASE("more controls than are taken are refused, and nothing grows") {
  dashboard::Board board;
  for (std::size_t i = 0; i < dashboard::controls_waiting_max; ++i) {
    REQUIRE(board.post(dashboard::Pause{}));
  }
  CHECK_FALSE(board.post(dashboard::Pause{}));
  CHECK_FALSE(board.ask_report(std::chrono::milliseconds(1)));
  CHECK(board.wait_controls({}).size() == dashboard::controls_waiting_max);
  CHECK(board.post(dashboard::Pause{}));
}

TEST_CASE("who waits for a report is let go when the board is closed") {
  dashboard::Board board;
  std::optional<std::string> report{"none yet"};
  std::thread waiting([&] { report = board.ask_report(std::chrono::seconds(60)); });
  while (board.post(dashboard::Pause{})) std::this_thread::yield();
  board.close();
  waiting.join();
  CHECK_FALSE(report);
}

}  // namespace
