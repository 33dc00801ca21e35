#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "dashboard/board.hpp"
#include "dashboard/live.hpp"
#include "simulation/run.hpp"

namespace dashboard {

/// Drives a run in step with a clock that is passed in, does what the board's controls ask, and
/// publishes pictures. It alone touches the run.
class LiveLoop {
 public:
  struct Plan {
    double speed = 1;
    /// Over at this simulated time; absent: goes on for ever.
    std::optional<std::chrono::nanoseconds> duration{};
    std::function<std::string(const simulation::Run&)> report{};  ///< as JSON, on demand
  };

  /// Publishes the first picture at once. Run and board must outlive it.
  LiveLoop(simulation::Run& run, Board& board, RunFacts facts, Plan plan);

  /// Does these, then simulates as much as `elapsed` of real time is worth: at most a quarter of a
  /// second of it, so that a machine that slept does not catch up. Publishes when something
  /// happened, at least once in a second of real time.
  void turn(const std::vector<Control>& controls, std::chrono::nanoseconds elapsed);
  bool is_over() const;

 private:
  void obey(const Control& control);
  void start_fault(const StartFault& fault);
  void advance(std::chrono::nanoseconds time);
  void publish_if_due(bool is_asked, std::chrono::nanoseconds elapsed);

  simulation::Run& run_;
  Board& board_;
  LiveFeed feed_;
  Plan plan_;
  double speed_;
  bool is_paused_ = false;
  std::chrono::nanoseconds since_published_{};
  std::chrono::nanoseconds published_time_{};
  std::uint64_t published_entry_ = 0;
};

}  // namespace dashboard
