#include "dashboard/web_server.hpp"

#include <csignal>

#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "catch.hpp"
#include "support/command.hpp"
#include "web/exposition_check.hpp"
#include "web/http_client.hpp"
#include "web/live_server.hpp"

namespace {

using namespace dashboard;
using namespace std::chrono_literals;
using nlohmann::json;
using support::contains;
using web_tests::get;
using web_tests::LiveServer;
using web_tests::post;

TEST_CASE("the page and its files are served with headers that let nothing else in") {
  LiveServer live;
  const auto page = get(live.port(), "/");
  CHECK(page.status == 200);
  CHECK(contains(page.headers, "Content-Type: text/html; charset=utf-8"));
  CHECK(contains(page.headers, "Content-Security-Policy: default-src 'none';"));
  CHECK(contains(page.headers, "X-Content-Type-Options: nosniff"));
  CHECK(contains(page.headers, "Cache-Control: no-store"));
  CHECK(contains(page.body, "<title>nines dashboard</title>"));
  for (const auto* file : {"/page.css", "/main.js", "/graph.js", "/words.js", "/table.js",
                           "/alerts.js", "/log.js", "/controls.js"}) {
    INFO(file);
    CHECK(get(live.port(), file).status == 200);
    CHECK(contains(page.body + get(live.port(), "/main.js").body, std::string(file).substr(1)));
  }
  CHECK(get(live.port(), "/../etc/passwd").status == 404);
  CHECK(get(live.port(), "/nothing").status == 404);
}

TEST_CASE("snapshot, metrics, report and health are there") {
  LiveServer live({.start = 3s, .is_paused = true});
  const auto snapshot = get(live.port(), "/snapshot.json");
  CHECK(snapshot.status == 200);
  CHECK(contains(snapshot.headers, "Content-Type: application/json"));
  CHECK(json::parse(snapshot.body)["time_s"] == 3.0);
  const auto metrics = get(live.port(), "/metrics");
  CHECK(contains(metrics.headers, "Content-Type: text/plain; version=0.0.4; charset=utf-8"));
  CHECK(web_tests::check_exposition(metrics.body).faults.empty());
  CHECK(json::parse(get(live.port(), "/report.json").body)["now_ns"] == 3'000'000'000);
  CHECK(get(live.port(), "/healthz").body == "ok\n");
}

TEST_CASE("before the first picture the server says so") {
  Board board;
  WebServer server({}, board);
  for (const auto* path : {"/snapshot.json", "/metrics", "/healthz"}) {
    INFO(path);
    const auto reply = get(server.address().port, path);
    CHECK(reply.status == 503);
    CHECK(contains(reply.headers, "Retry-After: 1"));
  }
}

TEST_CASE("controls reach the simulation") {
  LiveServer live({.is_paused = true});
  const auto reply = post(live.port(), R"({"action":"step","what":"second"})");
  CHECK(reply.status == 202);
  live.wait_until([](const Live& seen) { return seen.snapshot.time == 1s; });
  CHECK(post(live.port(), R"({"action":"breakers","on":false})").status == 202);
  live.wait_until([](const Live& seen) { return !seen.snapshot.breakers_on; });
  CHECK(post(live.port(), R"({"action":"fault","service":"User","kind":"hang"})").status == 202);
  live.wait_until([](const Live& seen) { return !seen.snapshot.faults.empty(); });
  CHECK(post(live.port(), R"({"action":"speed","value":50})").status == 202);
  live.wait_until([](const Live& seen) { return seen.speed == 50; });
  CHECK(post(live.port(), R"({"action":"resume"})").status == 202);
  live.wait_until([](const Live& seen) { return seen.snapshot.time > 2s; });
}

TEST_CASE("a port in use is an error that names it") {
  LiveServer live;
  Board board;
  const auto failure =
      support::failure_of([&] { WebServer second({"127.0.0.1", live.port()}, board); });
  CHECK(contains(failure, "http://127.0.0.1:" + std::to_string(live.port()) + "/"));
  CHECK(contains(failure, "in use"));
}

TEST_CASE("an address of another machine is an error") {
  Board board;
  CHECK_THROWS_AS(WebServer({"192.0.2.1", 0}, board), base::Error);
}

TEST_CASE("a port is free again when its server has stopped") {
  std::uint16_t port = 0;
  {
    LiveServer live;
    port = live.port();
    CHECK(get(port, "/healthz").status == 200);
  }
  LiveServer again({.port = port});
  CHECK(get(port, "/healthz").status == 200);
}

TEST_CASE("a server that stops leaves SIGPIPE as it was") {
  struct sigaction before{};
  ::sigaction(SIGPIPE, nullptr, &before);
  {
    LiveServer live;
  }
  struct sigaction after{};
  ::sigaction(SIGPIPE, nullptr, &after);
  CHECK(before.sa_handler == after.sa_handler);
}

}  // namespace
