#include <chrono>
#include <fmt/format.h>
#include <memory>
#include <vector>

#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "support/command.hpp"
#include "web/http_client.hpp"
#include "web/live_server.hpp"

namespace {

using namespace dashboard;
using namespace std::chrono_literals;
using nlohmann::json;
using support::contains;
using web_tests::Connection;
using web_tests::LiveServer;

constexpr auto ask_events = "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n";

std::unique_ptr<Connection> open_stream(std::uint16_t port) {
  auto connection = std::make_unique<Connection>(port);
  connection->send(ask_events);
  return connection;
}

/// The JSON behind the first "data: ".
json first_picture(const std::string& received) {
  const auto start = received.find("data: ");
  return json::parse(received.substr(start + 6, received.find("\n\n", start) - start - 6));
}

TEST_CASE("a stream begins with a whole picture at once and goes on with news") {
  LiveServer live({.start = 8s, .is_paused = true});
  const auto stream = open_stream(live.port());
  const auto& received = stream->expect("\n\n");
  CHECK(contains(received, "Content-Type: text/event-stream"));
  CHECK(contains(received, "Cache-Control: no-store"));
  CHECK(contains(received, "id: "));
  const auto first = first_picture(received);
  CHECK(first["time_s"] == 8.0);
  CHECK_FALSE(first["log"].empty());
  stream->forget();
  live.board().post(Step{});
  stream->expect("\"time_s\":9.0");
}

TEST_CASE("who comes back gets a whole picture, not news of what it has not seen") {
  LiveServer live({.start = 8s, .is_paused = true});
  Connection connection(live.port());
  connection.send("GET /events HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: 1\r\n\r\n");
  CHECK_FALSE(first_picture(connection.expect("\n\n"))["log"].empty());
}

TEST_CASE("a hundred streams do not starve a request") {
  LiveServer live;
  std::vector<std::unique_ptr<Connection>> streams;
  for (int i = 0; i < 100; ++i) streams.push_back(open_stream(live.port()));
  for (const auto& stream : streams) stream->expect("data: ");
  CHECK(web_tests::get(live.port(), "/healthz").status == 200);
  CHECK(web_tests::get(live.port(), "/metrics").status == 200);
  CHECK(web_tests::post(live.port(), R"({"action":"pause"})").status == 202);
}

TEST_CASE("connections that say nothing do not starve a request") {
  LiveServer live;
  std::vector<std::unique_ptr<Connection>> silent;
  for (int i = 0; i < 200; ++i) silent.push_back(std::make_unique<Connection>(live.port()));
  const auto begin = std::chrono::steady_clock::now();
  CHECK(web_tests::get(live.port(), "/healthz").status == 200);
  // They are let go of after a second.
  CHECK(std::chrono::steady_clock::now() - begin < 700ms);
}

TEST_CASE("streams beyond the limit are told to come back, and find a place when one is free") {
  LiveServer live;
  std::vector<std::unique_ptr<Connection>> streams;
  for (std::size_t i = 0; i < web_streams_max; ++i) streams.push_back(open_stream(live.port()));
  for (const auto& stream : streams) stream->expect("data: ");
  const auto refused = web_tests::get(live.port(), "/events");
  CHECK(refused.status == 503);
  CHECK(contains(refused.headers, "Retry-After: 2"));
  CHECK(web_tests::get(live.port(), "/healthz").status == 200);
  streams.clear();
  // Gone clients are noticed at the next picture.
  bool is_in = false;
  for (int i = 0; i < 600 && !is_in; ++i) {
    live.board().wait_newer(live.board().latest()->live.number, 100ms);
    is_in = contains(open_stream(live.port())->expect("\r\n\r\n"), " 200 ");
  }
  CHECK(is_in);
}

TEST_CASE("a client that does not read is dropped") {
  LiveServer live({.speed = 100});
  auto sleeper = Connection::with_small_buffer(live.port());
  sleeper.send(ask_events);
  // Fed with pictures as fast as they are sent, it is full soon.
  const auto picture = live.board().latest();
  std::atomic<bool> is_over{false};
  std::thread feeder([&] {
    std::uint64_t number = 1'000'000;
    while (!is_over) {
      Picture copy = *picture;
      copy.live.number = ++number;
      copy.whole = copy.news = "{\"padding\":\"" + std::string(200'000, 'x') + "\"}";
      live.board().publish(std::move(copy));
      std::this_thread::sleep_for(10ms);
    }
  });
  // It finds what was on its way, and then the end instead of a wait.
  std::this_thread::sleep_for(3s);
  std::string end;
  try {
    end = sleeper.read_all();
  } catch (const std::exception& failure) {
    end = failure.what();
  }
  is_over = true;
  feeder.join();
  CHECK(contains(end, "HTTP/1.1 200"));
  CHECK(end.size() < 20'000'000);
}

TEST_CASE("a stop says so to the streams and does not wait for them") {
  auto live = std::make_unique<LiveServer>();
  std::vector<std::unique_ptr<Connection>> streams;
  for (int i = 0; i < 20; ++i) streams.push_back(open_stream(live->port()));
  for (const auto& stream : streams) stream->expect("data: ");
  const auto begin = std::chrono::steady_clock::now();
  live->server().stop();
  // Far more than it takes, and far less than a stream's patience.
  CHECK(std::chrono::steady_clock::now() - begin < 10s);
  for (const auto& stream : streams) CHECK(contains(stream->read_all(), "event: end\n"));
}

}  // namespace
