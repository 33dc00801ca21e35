#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "dashboard/control.hpp"
#include "dashboard/live.hpp"

namespace dashboard {

/// A Live in the forms in which it is sent.
struct Picture {
  Live live;
  std::string whole;  ///< as JSON, with the log so far
  std::string news;   ///< as JSON, with the log entries that the picture before had not
};

Picture make_picture(Live live);

/// Where the thread of a simulation and those of its views meet: pictures one way, controls the
/// other. Every call may come from any thread.
class Board {
 public:
  void publish(Picture picture);
  /// Null before the first one.
  std::shared_ptr<const Picture> latest() const;
  /// Waits for a picture with a higher number; null when none came in time, or the board is closed.
  std::shared_ptr<const Picture> wait_newer(std::uint64_t number,
                                            std::chrono::milliseconds timeout) const;

  /// False when too many are waiting, or the board is closed.
  bool post(Control control);
  /// Those that wait, in their order, at most one timeout later.
  std::vector<Control> wait_controls(std::chrono::milliseconds timeout);
  /// The report, made in the simulation's thread; empty when it did not come in time.
  std::optional<std::string> ask_report(std::chrono::milliseconds timeout);

  /// Nothing comes any more: wakes all who wait.
  void close();
  bool is_closed() const;

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable published_;
  std::condition_variable posted_;
  std::shared_ptr<const Picture> latest_;
  std::vector<Control> controls_;
  bool is_closed_ = false;
};

constexpr std::size_t controls_waiting_max = 64;

}  // namespace dashboard
