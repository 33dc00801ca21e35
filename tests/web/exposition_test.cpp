#include "dashboard/exposition.hpp"

#include <array>
#include <cmath>

#include "catch.hpp"
#include "web/exposition_check.hpp"

namespace {

using dashboard::Exposition;
using web_tests::check_exposition;

TEST_CASE("label values are escaped and numbers written in full") {
  Exposition out;
  out.family("a", Exposition::Type::gauge, "one\\two\nthree \"four\"");
  out.sample({{"x", "back\\slash \"quoted\" new\nline"}, {"y", ""}}, 0.1);
  out.sample({}, std::uint64_t{18446744073709551615U});
  out.sample({{"x", "inf"}}, -HUGE_VAL);
  CHECK(out.text() ==
        "# HELP a one\\\\two\\nthree \"four\"\n# TYPE a gauge\n"
        "a{x=\"back\\\\slash \\\"quoted\\\" new\\nline\",y=\"\"} 0.1\n"
        "a 18446744073709551615\n"
        "a{x=\"inf\"} -Inf\n");
  CHECK(check_exposition(out.text()).faults.empty());
}

TEST_CASE("a histogram ends with the bucket of everything, the sum and the count") {
  Exposition out;
  out.family("d_seconds", Exposition::Type::histogram, "d");
  const std::array<double, 2> bounds{0.3, 1};
  const std::array<std::uint64_t, 2> cumulative{4, 9};
  out.histogram({{"s", "u"}},
                {.bounds = bounds, .cumulative = cumulative, .count = 10, .sum = 2.5});
  CHECK(out.text() ==
        "# HELP d_seconds d\n# TYPE d_seconds histogram\n"
        "d_seconds_bucket{s=\"u\",le=\"0.3\"} 4\n"
        "d_seconds_bucket{s=\"u\",le=\"1\"} 9\n"
        "d_seconds_bucket{s=\"u\",le=\"+Inf\"} 10\n"
        "d_seconds_sum{s=\"u\"} 2.5\n"
        "d_seconds_count{s=\"u\"} 10\n");
  CHECK(check_exposition(out.text()).faults.empty());
}

TEST_CASE("the checker of the format finds what is wrong") {
  const std::string good = "# HELP a x\n# TYPE a gauge\na 1\n";
  CHECK(check_exposition(good).faults.empty());
  for (const std::string bad :
       {"# HELP a x\n# TYPE a gauge\na 1", "a 1\n", "# TYPE a gauge\na 1\n",
        "# HELP a x\n# TYPE a gauge\na 1\na 1\n", "# HELP a x\n# TYPE a gauge\na{x=\"y\n\"} 1\n",
        "# HELP a x\n# TYPE a gauge\na one\n", "# HELP a x\n# TYPE a counter\na -1\n",
        "# HELP a x\n# TYPE a gauge\na 1\n# HELP b x\n# TYPE b gauge\nb 1\na{x=\"1\"} 1\n",
        "# HELP h x\n# TYPE h histogram\nh_bucket{le=\"1\"} 2\nh_bucket{le=\"+Inf\"} 1\nh_count "
        "1\n",
        "# HELP h x\n# TYPE h histogram\nh_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 2\n"}) {
    INFO(bad);
    CHECK_FALSE(check_exposition(bad).faults.empty());
  }
}

}  // namespace
