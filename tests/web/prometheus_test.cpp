#include <chrono>
#include <fmt/format.h>
#include <string>
#include <thread>

#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "support/process.hpp"
#include "support/temporary_folder.hpp"
#include "web/http_client.hpp"
#include "web/live_server.hpp"
#include "web/tools.hpp"

namespace {

using namespace std::chrono_literals;
using nlohmann::json;

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

/// A port that was free a moment ago: Prometheus takes none by itself.
std::uint16_t free_port() {
  dashboard::Board board;
  return dashboard::WebServer({}, board).address().port;
}

class Prometheus {
 public:
  Prometheus(const std::string& program, std::uint16_t target)
      : port_(free_port()),
        process_((write_files(target),
                  support::Command{program,
                                   {"--config.file=" + (folder_.path() / "prometheus.yml").string(),
                                    "--storage.tsdb.path=" + (folder_.path() / "data").string(),
                                    fmt::format("--web.listen-address=127.0.0.1:{}", port_)},
                                   {{"PATH", "/usr/bin:/bin"}},
                                   folder_.path()})) {}

  /// The value of the first sample of a query, as soon as it has one that is not 0; empty when it
  /// never does.
  std::string wait_for(const std::string& query) {
    const auto end = std::chrono::steady_clock::now() + 60s;
    while (std::chrono::steady_clock::now() < end) {
      const auto value = ask(query);
      if (!value.empty() && value != "0" && value != "NaN") return value;
      // Also empties its pipes, which would fill.
      process_.pump_for(200ms);
    }
    UNSCOPED_INFO(process_.error());
    return {};
  }

 private:
  void write_files(std::uint16_t target) {
    const auto from = web_tests::monitoring_folder();
    support::write_file(folder_.path() / "rules.yml", support::read_file(from / "rules.yml"));
    support::write_file(folder_.path() / "prometheus.yml",
                        replaced(support::read_file(from / "prometheus.yml"), "127.0.0.1:8080",
                                 fmt::format("127.0.0.1:{}", target)));
  }

  std::string ask(const std::string& query) const {
    try {
      const auto reply = web_tests::talk(
          port_,
          fmt::format("GET /api/v1/query?query={} HTTP/1.0\r\nHost: localhost\r\n\r\n", query));
      const auto result = json::parse(reply.body).at("data").at("result");
      return result.empty() ? "" : result[0].at("value").at(1).get<std::string>();
    } catch (const std::exception&) {
      return {};  // not up yet
    }
  }

  support::TemporaryFolder folder_;
  std::uint16_t port_;
  support::Process process_;
};

TEST_CASE("a real Prometheus scrapes the metrics and its rules have values") {
  const auto program = web_tests::find_tool({"prometheus"});
  if (!program) return;
  // Payment fails for a while: its breaker opens again and again.
  web_tests::LiveServer live({.start = 3s});
  Prometheus prometheus(*program, live.port());
  CHECK(prometheus.wait_for("up") == "1");
  CHECK(prometheus.wait_for("nines_build_info") == "1");
  CHECK(std::stod("0" + prometheus.wait_for(
                            "service:nines_requests:rate10s%7Bservice=%22User%22%7D")) > 1);
  CHECK(prometheus.wait_for("ALERTS%7Balertname=%22NinesCircuitOpen%22%7D") == "1");
}

}  // namespace
