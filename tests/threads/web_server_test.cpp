#include "dashboard/web_server.hpp"

#include <memory>
#include <thread>
#include <vector>

#include "catch.hpp"
#include "web/http_client.hpp"
#include "web/live_server.hpp"

namespace {

using namespace std::chrono_literals;
using web_tests::Connection;

TEST_CASE("streams, requests and controls reach a simulation that goes on meanwhile") {
  auto live = std::make_unique<web_tests::LiveServer>(web_tests::LiveServer::Plan{.speed = 100});
  const auto port = live->port();
  std::vector<std::unique_ptr<Connection>> streams;
  for (int i = 0; i < 10; ++i) {
    streams.push_back(std::make_unique<Connection>(port));
    streams.back()->send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }
  std::vector<int> taken(4);
  std::vector<std::thread> clients;
  for (std::size_t i = 0; i < taken.size(); ++i) {
    clients.emplace_back([port, &count = taken[i]] {
      for (int round = 0; round < 5; ++round) {
        count += web_tests::get(port, "/snapshot.json").status == 200 ? 1 : 0;
        count += web_tests::get(port, "/metrics").status == 200 ? 1 : 0;
        count += web_tests::get(port, "/report.json").status == 200 ? 1 : 0;
        count += web_tests::post(port, R"({"action":"fault","service":"User","kind":"errors"})")
                             .status == 202
                     ? 1
                     : 0;
      }
    });
  }
  for (auto& client : clients) client.join();
  for (const int count : taken) CHECK(count == 20);
  for (const auto& stream : streams) {
    stream->forget();
    stream->expect("data: ");
  }
  streams.resize(5);
  live.reset();
  for (const auto& stream : streams)
    CHECK(stream->read_all().find("event: end") != std::string::npos);
}

}  // namespace
