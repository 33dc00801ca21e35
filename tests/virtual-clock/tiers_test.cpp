#include <iostream>
#include <string>
#include <vector>

#include "catch.hpp"
#include "virtual-clock/program.hpp"

namespace {

const std::vector<std::string> styles{"lazy", "condition", "detached", "async"};

/// Every style, 100 runs of two cycles each, right at the deadline.
void require_every_style_right(const std::vector<std::string>& prefix) {
  for (const std::string& style : styles) {
    std::vector<std::string> command = prefix;
    command.insert(command.end(), {STYLES, style, "100"});
    const Ran ran = run(command);
    INFO(style);
    CHECK(ran.output == "100 of 100\n");
    CHECK(ran.status == 0);
  }
}

/// Why a tier cannot be tested here; empty when it can.
std::string missing([[maybe_unused]] const std::string& tier) {
#ifdef NINES_SANITIZED
  return "sanitized programs need more address space than a run is given";
#else
  // Without our filter and limits: what fails below for those is a failure, not a skip.
  if (tier == "bubblewrap") {
    const Ran probe =
        run({"bwrap", "--unshare-all", "--ro-bind", "/", "/", "--proc", "/proc", "/usr/bin/true"});
    return probe.status == 0 ? "" : "bubblewrap does not work here: " + probe.output;
  }
  const Ran probe = run({CONFINE, tier, "/usr/bin/true"});
  return probe.status == 77 ? tier + " does not work here: " + probe.output : "";
#endif
}

void require_tier_right(const std::string& tier) {
  if (const std::string why = missing(tier); !why.empty()) {
    std::cout << "SKIPPED: " << why << '\n';
    return;
  }
  require_every_style_right({CONFINE, tier});
}

}  // namespace

TEST_CASE("timers fire right at their deadline, 100 of 100 times, without a sandbox") {
  require_every_style_right({});
}

TEST_CASE("timers fire right at their deadline, 100 of 100 times, in bubblewrap") {
  require_tier_right("bubblewrap");
}

TEST_CASE("timers fire right at their deadline, 100 of 100 times, under Landlock") {
  require_tier_right("landlock");
}

TEST_CASE("timers fire right at their deadline, 100 of 100 times, beside busy processes") {
  const BusyProcess one;
  const BusyProcess two;
  require_every_style_right({});
}
