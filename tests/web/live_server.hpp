#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>

#include "dashboard/board.hpp"
#include "dashboard/live_loop.hpp"
#include "dashboard/web_server.hpp"
#include "simulation/run.hpp"

namespace web_tests {

/// Two services behind a gateway, of which Payment fails from 5 s to 25 s, and names that would be
/// markup if a page took them for that.
simulation::Scenario small_scenario();

dashboard::RunFacts facts_of(const simulation::Scenario& scenario, std::uint64_t seed);

/// A simulation in a thread of its own and a web server that shows it.
class LiveServer {
 public:
  struct Plan {
    simulation::Scenario scenario = small_scenario();
    double speed = 1;
    std::chrono::nanoseconds start{};  ///< simulated before anything is shown
    bool is_paused = false;
    std::uint16_t port = 0;
  };

  LiveServer();
  explicit LiveServer(const Plan& plan);
  ~LiveServer();
  LiveServer(const LiveServer&) = delete;
  LiveServer& operator=(const LiveServer&) = delete;

  std::uint16_t port() const { return server_->address().port; }
  dashboard::Board& board() { return board_; }
  dashboard::WebServer& server() { return *server_; }
  /// Waits until a picture is so that the condition holds; throws std::runtime_error when none is.
  template <typename Condition>
  std::shared_ptr<const dashboard::Picture> wait_until(const Condition& condition);

 private:
  void drive();
  [[noreturn]] static void fail_waiting();

  simulation::Run run_;
  dashboard::Board board_;
  dashboard::LiveLoop loop_;
  std::unique_ptr<dashboard::WebServer> server_;
  std::atomic<bool> is_ending_{false};
  std::thread thread_;
};

template <typename Condition>
std::shared_ptr<const dashboard::Picture> LiveServer::wait_until(const Condition& condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  std::uint64_t seen = 0;
  while (std::chrono::steady_clock::now() < end) {
    const auto picture = board_.wait_newer(seen, std::chrono::milliseconds(500));
    if (!picture) continue;
    seen = picture->live.number;
    if (condition(picture->live)) return picture;
  }
  fail_waiting();
}

}  // namespace web_tests
