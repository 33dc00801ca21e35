#pragma once

#include <chrono>
#include <cstddef>

#include "base/clock.hpp"
#include "terminal/console.hpp"

namespace nines {

/// Measures how long somebody speaks, without pauses, and says when the time runs out.
class InterviewClock {
 public:
  InterviewClock(const base::Clock& clock, std::chrono::minutes limit)
      : clock_(clock), limit_(limit), begun_(clock.steady_now()) {}

  std::chrono::milliseconds spoken() const;
  /// The time spoken; as announcements, 60, 30 and 10 seconds before the limit and at it, each
  /// once.
  terminal::ClockText face();

  /// While one lives, the clock stands.
  class Pause {
   public:
    explicit Pause(InterviewClock& clock) : clock_(clock), begun_(clock.clock_.steady_now()) {}
    ~Pause() { clock_.begun_ += clock_.clock_.steady_now() - begun_; }
    Pause(const Pause&) = delete;
    Pause& operator=(const Pause&) = delete;

   private:
    InterviewClock& clock_;
    base::SteadyTime begun_;
  };

 private:
  const base::Clock& clock_;
  std::chrono::milliseconds limit_;
  base::SteadyTime begun_;
  std::size_t announced_ = 0;
};

}  // namespace nines
