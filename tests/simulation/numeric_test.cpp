#include "simulation/numeric.hpp"

#include <cmath>

#include "base/random.hpp"
#include "catch.hpp"

using simulation::exp_of;
using simulation::log_of;

TEST_CASE("the logarithm is that of the C library but for the last digits") {
  base::RandomStream random(1);
  for (int i = 0; i < 20'000; ++i) {
    const double x = std::ldexp(1 + static_cast<double>(random.next() >> 11) * 0x1p-53,
                                static_cast<int>(random.below(600)) - 300);
    REQUIRE(log_of(x) == Approx(std::log(x)).epsilon(1e-13).margin(1e-15));
  }
  CHECK(log_of(1) == 0);
}

TEST_CASE("the exponential is that of the C library but for the last digits") {
  base::RandomStream random(2);
  for (int i = 0; i < 20'000; ++i) {
    const double x = (static_cast<double>(random.next() >> 11) * 0x1p-53 - 0.5) * 1'380;
    REQUIRE(exp_of(x) == Approx(std::exp(x)).epsilon(1e-13));
  }
  CHECK(exp_of(0) == 1);
  CHECK(exp_of(-800) == 0);
  CHECK(std::isinf(exp_of(800)));
}
