#include "breaker/call_window.hpp"

#include <chrono>
#include <deque>
#include <utility>

#include "base/random.hpp"
#include "catch.hpp"

using namespace std::chrono_literals;
using breaker::CallOutcome;
using breaker::CallWindow;
using breaker::CountWindow;
using breaker::TimeWindow;
using breaker::WindowCounts;

namespace {

constexpr CallOutcome good{};
constexpr CallOutcome failed{.failed = true};
constexpr CallOutcome slow{.slow = true};

WindowCounts sum(const std::deque<std::pair<std::int64_t, CallOutcome>>& calls) {
  WindowCounts counts;
  for (const auto& [second, outcome] : calls) {
    ++counts.calls;
    counts.failed += outcome.failed ? 1 : 0;
    counts.slow += outcome.slow ? 1 : 0;
  }
  return counts;
}

}  // namespace

TEST_CASE("a count window holds the last so many calls") {
  CallWindow window(CountWindow{.calls = 3});
  CHECK(window.counts(0s) == WindowCounts{});
  window.add(failed, 0s);
  window.add(slow, 0s);
  CHECK(window.counts(0s) == WindowCounts{.calls = 2, .failed = 1, .slow = 1});
  window.add(good, 0s);
  window.add(good, 0s);
  CHECK(window.counts(0s) == WindowCounts{.calls = 3, .failed = 0, .slow = 1});
  window.add(failed, 0s);
  CHECK(window.counts(1000s) == WindowCounts{.calls = 3, .failed = 1, .slow = 0});
  window.clear();
  CHECK(window.counts(1000s) == WindowCounts{});
  window.add(failed, 0s);
  CHECK(window.counts(0s) == WindowCounts{.calls = 1, .failed = 1});
}

TEST_CASE("a time window holds the running second and the whole ones before it") {
  CallWindow window(TimeWindow{.seconds = 2});
  window.add(failed, 100ms);
  window.add(good, 999ms);
  window.add(slow, 1000ms);
  CHECK(window.counts(1999ms) == WindowCounts{.calls = 3, .failed = 1, .slow = 1});
  CHECK(window.counts(2000ms) == WindowCounts{.calls = 1, .slow = 1});
  CHECK(window.counts(3000ms) == WindowCounts{});
  window.add(good, 2500ms);
  CHECK(window.counts(2500ms) == WindowCounts{.calls = 2, .slow = 1});
  window.add(good, 100s);
  CHECK(window.counts(100s) == WindowCounts{.calls = 1});
}

TEST_CASE("windows agree with a list of the calls, before time zero as well") {
  base::RandomStream random(1);
  for (const int size : {1, 3, 10}) {
    CallWindow of_time(TimeWindow{.seconds = size});
    CallWindow of_calls(CountWindow{.calls = size});
    std::deque<std::pair<std::int64_t, CallOutcome>> in_time, in_count;
    std::chrono::nanoseconds now = -20s;
    for (int i = 0; i < 2'000; ++i) {
      now += std::chrono::milliseconds(random.below(random.below(20) == 0 ? 20'000 : 900));
      const std::int64_t second = std::chrono::floor<std::chrono::seconds>(now).count();
      while (!in_time.empty() && in_time.front().first <= second - size) in_time.pop_front();
      REQUIRE(of_time.counts(now) == sum(in_time));
      const CallOutcome outcome{.failed = random.below(3) == 0, .slow = random.below(4) == 0};
      of_time.add(outcome, now);
      of_calls.add(outcome, now);
      in_time.emplace_back(second, outcome);
      in_count.emplace_back(second, outcome);
      if (in_count.size() > static_cast<std::size_t>(size)) in_count.pop_front();
      REQUIRE(of_time.counts(now) == sum(in_time));
      REQUIRE(of_calls.counts(now) == sum(in_count));
    }
  }
}
