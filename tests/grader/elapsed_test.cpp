#include "grader/elapsed.hpp"

#include <string>
#include <vector>

#include "catch.hpp"

using namespace grader;
using std::chrono::milliseconds;

namespace {

/// Of a timeout of 100 ms; each step takes from its begin to its end, in milliseconds.
std::size_t determined(const std::string& trace, const std::vector<StepTime>& times) {
  Request request{{{2, 1, 1, 0}}, breaker::parse_trace(trace), Look::after_each_step, {}};
  Reply reply;
  reply.timeout = milliseconds(100);
  reply.observed.resize(times.size());
  for (const StepTime& time : times)
    reply.times.push_back({time.begin_ns * 1'000'000, time.end_ns * 1'000'000});
  return determined_steps(request, reply);
}

}  // namespace

TEST_CASE("steps that keep to their times are determined, up to the first that does not") {
  CHECK(determined("FhhS", {{0, 1}, {41, 42}, {82, 83}, {83, 84}}) == 4);
  // The second wait lasted beyond the timeout.
  CHECK(determined("FhhS", {{0, 1}, {41, 42}, {108, 109}, {109, 110}}) == 2);
  // Before the timeout when the call was begun, perhaps not when it was answered.
  CHECK(determined("FhhS", {{0, 1}, {41, 42}, {82, 83}, {83, 99}}) == 3);
  CHECK(determined("FwS", {{0, 1}, {151, 151}, {900, 901}}) == 2);
  CHECK(determined("FwS", {{0, 1}, {901, 901}, {902, 903}}) == 3);
  // A timeout may have begun at the end of a call that took long.
  CHECK(determined("FhhhS", {{0, 30}, {40, 70}, {80, 81}, {121, 122}, {122, 123}}) == 3);
}

TEST_CASE("calls without waits between them must not take a timeout together") {
  CHECK(determined("FF", {{0, 1}, {50, 51}}) == 2);
  CHECK(determined("FF", {{0, 1}, {98, 99}}) == 1);
}

TEST_CASE("times that cannot be determine nothing, nor do steps without an answer") {
  CHECK(determined("FS", {{0, 1}}) == 1);
  CHECK(determined("FS", {{5, 1}, {6, 7}}) == 0);
  CHECK(determined("FS", {{-5, 1}, {6, 7}}) == 0);
  CHECK(determined("FS", {{0, 1}, {2, 9'000'000'000}}) == 1);
}

TEST_CASE("two objects are in the same time") {
  Request request{{{1, 1, 1, 0}},
                  breaker::parse_trace("Fh"),
                  Look::after_each_step,
                  breaker::parse_trace("?h")};
  Reply reply;
  reply.timeout = milliseconds(100);
  reply.observed.resize(4);
  const auto at = [](std::int64_t ms) { return StepTime{ms * 1'000'000, ms * 1'000'000}; };
  reply.times = {at(0), at(41), at(0), at(82)};
  CHECK(determined_steps(request, reply) == 4);
  reply.times = {at(0), at(41), at(0), at(99)};
  CHECK(determined_steps(request, reply) == 3);
}
