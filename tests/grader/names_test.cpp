#include "grader/names.hpp"

#include <set>
#include <string>

#include "catch.hpp"

using grader::Outcome;
using grader::Verdict;

TEST_CASE("every outcome has a name of its own that leads back to it") {
  std::set<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(Outcome::blocked); ++i) {
    const auto outcome = static_cast<Outcome>(i);
    names.insert(name(outcome));
    CHECK(grader::outcome_named(name(outcome)) == outcome);
  }
  CHECK(names.size() == 14);
  CHECK_FALSE(grader::outcome_named("Returned").has_value());
  CHECK(name(Outcome::rejected_but_ran) == "rejected_but_ran");
}

TEST_CASE("verdicts and endings are named as the report writes them") {
  CHECK(std::string(name(Verdict::pass)) == "PASS");
  CHECK(std::string(name(Verdict::exited_early)) == "EXITED_EARLY");
  CHECK(std::string(name(Verdict::grader_error)) == "GRADER_ERROR");
  CHECK(name(grader::Ending::did_not_settle) == "did_not_settle");
  CHECK(name(grader::Ending::grader_error) == "grader_error");
}
