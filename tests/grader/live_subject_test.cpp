#include "grader/live_subject.hpp"

#include <chrono>
#include <string>

#include "built.hpp"
#include "catch.hpp"

using namespace std::chrono_literals;
using grader::Ending;
using grader::LiveSubject;
using grader::Observation;
using grader::Outcome;

namespace {

constexpr grader::VisibleState closed = 0;
constexpr grader::VisibleState opened = 1;
constexpr grader::VisibleState half_open = 2;

/// N = 2, a timeout of 5 s, M = 1.
std::unique_ptr<LiveSubject> live(const std::string& name) {
  const grader::Build built = grader_test::build(name);
  REQUIRE(built.status == grader::Build::Status::built);
  grader::DriverOptions options;
  options.tier = grader_test::tier();
  return grader::open_live(built.program, {{2, 5, 1, 0}}, options);
}

Observation observed(const LiveSubject::Reply& reply) {
  REQUIRE(reply.observed.has_value());
  return *reply.observed;
}

}  // namespace

TEST_CASE("a live object's calls end in any order, at any time") {
  for (const char* name : {"lazy", "timer_thread"}) {
    INFO(name);
    const auto breaker = live(name);
    CHECK(observed(breaker->look(0ns)) == Observation{Outcome::none, closed});
    for (std::uint32_t call = 0; call < 3; ++call)
      CHECK(observed(breaker->begin(call, 1ms)) == Observation{Outcome::running, closed});
    CHECK(observed(breaker->finish(2, false, 20ms)) == Observation{Outcome::rethrown, closed});
    CHECK(observed(breaker->finish(0, false, 1ns)) == Observation{Outcome::rethrown, opened});
    CHECK(observed(breaker->begin(0, 4999ms)) == Observation{Outcome::rejected, opened});
    CHECK(observed(breaker->look(2ms)) == Observation{Outcome::none, half_open});
    CHECK(observed(breaker->begin(2, 0ns)) == Observation{Outcome::running, half_open});
    CHECK(observed(breaker->finish(2, true, 30ms)) == Observation{Outcome::returned, closed});
  }
}

TEST_CASE("as many calls as there is room for are held at once") {
  const auto breaker = live("lazy");
  for (std::uint32_t call = 0; call < LiveSubject::calls_max; ++call)
    REQUIRE(observed(breaker->begin(call, 1us)) == Observation{Outcome::running, closed});
  for (std::uint32_t call = LiveSubject::calls_max; call-- > 0;)
    REQUIRE(observed(breaker->finish(call, true, 1us)) == Observation{Outcome::returned, closed});
}

TEST_CASE("a live object whose lock is held while the function runs is seen to block") {
  const auto breaker = live("holds_lock");
  CHECK(breaker->begin(0, 0ns).observed.value_or(Observation{}).outcome == Outcome::blocked);
}

TEST_CASE("how a live object breaks down is told") {
  const auto ending = [](const std::string& name) {
    const auto breaker = live(name);
    LiveSubject::Reply reply;
    for (int i = 0; i < 6 && reply.ending == Ending::complete; ++i) {
      reply = breaker->begin(0, 3s);
      if (reply.observed && reply.observed->outcome == Outcome::running)
        reply = breaker->finish(0, false, 0ns);
    }
    return reply.ending;
  };
  CHECK(ending("crash") == Ending::crashed);
  CHECK(ending("hang") == Ending::did_not_settle);
  CHECK(ending("static_exit") == Ending::exited_early);
  CHECK(ending("lazy") == Ending::complete);
}
