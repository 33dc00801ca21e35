#pragma once

#include <chrono>

namespace base {

/// UTC, in milliseconds: what the journal stores.
using WallTime = std::chrono::sys_time<std::chrono::milliseconds>;
/// Counts up steadily; only differences mean anything.
using SteadyTime = std::chrono::steady_clock::time_point;

/// Time, behind an interface because a test cannot have the real one.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual WallTime now() const = 0;
  virtual SteadyTime steady_now() const = 0;
};

class SystemClock final : public Clock {
 public:
  WallTime now() const override;
  SteadyTime steady_now() const override;
};

/// Stands still until told otherwise.
class FakeClock final : public Clock {
 public:
  explicit FakeClock(WallTime start = WallTime{}) : wall_(start) {}
  WallTime now() const override { return wall_; }
  SteadyTime steady_now() const override { return steady_; }
  void advance(std::chrono::milliseconds by) {
    wall_ += by;
    steady_ += by;
  }

 private:
  WallTime wall_;
  SteadyTime steady_{};
};

}  // namespace base
