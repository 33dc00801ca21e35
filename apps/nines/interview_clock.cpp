#include "nines/interview_clock.hpp"

#include <array>
#include <utility>

#include "nines/interview_view.hpp"

namespace nines {

std::chrono::milliseconds InterviewClock::spoken() const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(clock_.steady_now() - begun_);
}

terminal::ClockText InterviewClock::face() {
  using std::chrono::seconds;
  constexpr std::array<std::pair<seconds, const char*>, 4> marks{{
      {seconds(60), "One minute left."},
      {seconds(30), "30 seconds left."},
      {seconds(10), "10 seconds left."},
      {seconds(0), "Time is up; finish your sentence."},
  }};
  const auto time = spoken();
  terminal::ClockText text{.live = " " + clock_text(time)};
  while (announced_ < marks.size() && time >= limit_ - marks[announced_].first) {
    text.announcement = marks[announced_].second;
    ++announced_;
  }
  return text;
}

}  // namespace nines
