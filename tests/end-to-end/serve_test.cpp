#include <charconv>
#include <csignal>
#include <string>

#include "catch.hpp"
#include "support/command.hpp"
#include "support/nines.hpp"
#include "support/temporary_folder.hpp"
#include "web/http_client.hpp"

namespace {

using support::contains;
using support::Exit;

std::uint16_t port_in(const std::string& message) {
  const std::string before = "serving http://127.0.0.1:";
  const auto start = message.find(before) + before.size();
  std::uint16_t port = 0;
  std::from_chars(message.data() + start, message.data() + message.size(), port);
  return port;
}

TEST_CASE("the dashboard is served at the address that it names, until Ctrl-C") {
  const support::Home home;
  support::Process served(home.shell("exec \"$NINES\" dashboard --serve 0 --seed 7 2>&1"));
  const auto port = port_in(served.expect("Ctrl-C stops it"));
  REQUIRE(port != 0);
  CHECK(web_tests::get(port, "/healthz").status == 200);
  CHECK(contains(web_tests::get(port, "/snapshot.json").body, "\"seed\":\"7\""));
  const auto report = web_tests::get(port, "/report.json");
  CHECK(report.status == 200);
  CHECK(contains(report.body, "\"schema\": \"nines.dashboard/1\""));

  const auto second = home.run({"dashboard", "--serve", std::to_string(port)});
  CHECK(second.exit == Exit{.status = 2, .signal = {}});
  CHECK(contains(second.error, "the port is in use"));

  web_tests::Connection stream(port);
  stream.send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
  stream.expect("data: ");
  served.signal(SIGINT);
  CHECK(served.wait() == Exit{.status = 130, .signal = {}});
  CHECK(contains(stream.read_all(), "event: end"));
}

TEST_CASE("the report of a served run replays with what was done to it") {
  const support::Home home;
  support::Process served(home.shell("exec \"$NINES\" dashboard --serve 0 --speed 10 2>&1"));
  const auto port = port_in(served.expect("Ctrl-C stops it"));
  for (const auto* control :
       {R"({"action":"fault","service":"User","kind":"hang","seconds":5})",
        R"({"action":"breakers","on":false})", R"({"action":"step","what":"event"})",
        R"({"action":"retries","on":false})", R"({"action":"step","what":"second"})"})
    CHECK(web_tests::post(port, control).status == 202);
  const auto report = web_tests::get(port, "/report.json").body;
  served.signal(SIGINT);
  served.wait();
  CHECK(contains(report, R"("action": "fault")"));
  CHECK(contains(report, R"("action": "breakers")"));
  const auto file = home.path() / "report.json";
  support::write_file(file, report);
  const auto again = home.run({"dashboard", "--replay", file.string()});
  INFO(again.output);
  CHECK(again.exit == Exit{.status = 0, .signal = {}});
  CHECK(contains(again.output, "Identical"));
}

TEST_CASE("a served run with a duration ends by itself") {
  const support::Home home;
  const auto result = home.run({"dashboard", "--serve", "0", "--duration", "5", "--speed", "100"});
  CHECK(result.exit == Exit{.status = 0, .signal = {}});
  CHECK(result.output.empty());
}

TEST_CASE("what cannot be served is refused with status 2") {
  const support::Home home;
  const auto address = home.run({"dashboard", "--serve", "example.org:80"});
  CHECK(address.exit == Exit{.status = 2, .signal = {}});
  CHECK(contains(address.error, "not an address"));
  const auto results = home.run({"dashboard", "--serve", "0", "--headless"});
  CHECK(results.exit == Exit{.status = 2, .signal = {}});
  CHECK(contains(results.error, "Leave out --headless"));
}

}  // namespace
