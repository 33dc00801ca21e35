#include "breaker/notation.hpp"

#include <string>

#include "base/error.hpp"
#include "catch.hpp"

using breaker::parse_trace;
using breaker::Step;

namespace {

std::string refusal(std::string_view text) {
  try {
    parse_trace(text);
  } catch (const base::Error& error) {
    return error.what();
  }
  return "accepted";
}

}  // namespace

TEST_CASE("a trace is read step by step") {
  CHECK(parse_trace("SFwh?()s()f") ==
        breaker::Trace{Step::succeed, Step::fail, Step::wait_past, Step::wait_part, Step::query,
                       Step::begin, Step::finish_succeed, Step::begin, Step::finish_fail});
  CHECK(parse_trace("").empty());
}

TEST_CASE("a trace is printed as it was read") {
  for (const std::string text : {"", "FFSFF", "FFFhShhS", "(F(w)s?)f", "(((", "?"})
    CHECK(breaker::to_string(parse_trace(text)) == text);
}

TEST_CASE("what is no step is refused with its position") {
  CHECK(refusal("FFxS") == "trace, position 3: 'x' is not a step");
  CHECK(refusal("s") == "trace, position 1: 's' is not a step");
  CHECK(refusal("(F)s F") == "trace, position 5: byte 0x20 is not a step");
  CHECK(refusal("F\x1b[2J") == "trace, position 2: byte 0x1b is not a step");
  CHECK(refusal("S\xc3\xa9") == "trace, position 2: byte 0xc3 is not a step");
  CHECK(refusal(std::string_view("S\0S", 3)) == "trace, position 2: byte 0x00 is not a step");
}

TEST_CASE("a finish must say how, and have a call to finish") {
  CHECK(refusal("(F)") == "trace, position 3: ')' is not followed by s or f");
  CHECK(refusal("(F)x") == "trace, position 3: ')' is not followed by s or f");
  CHECK(refusal("S)s") == "trace, position 2: no call has begun that could finish here");
  CHECK(refusal("()s)f") == "trace, position 4: no call has begun that could finish here");
  CHECK(refusal("(()s)f") == "accepted");
}
