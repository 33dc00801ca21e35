#include "grader/sanitizer_report.hpp"

#include "catch.hpp"

using grader::first_report;

TEST_CASE("a race is told with both of its places in the author's file") {
  const std::string report =
      "==================\n"
      "WARNING: ThreadSanitizer: data race (pid=2)\n"
      "  Write of size 4 at 0x7ffc by thread T2:\n"
      "    #0 CircuitBreaker::failed() /tmp/work/a/breaker.hpp:51:7 (program+0x1)\n"
      "    #1 main nines-main.cpp:10 (program+0x1)\n"
      "  Previous read of size 4 at 0x7ffc by thread T1:\n"
      "    #0 CircuitBreaker::getState() breaker.hpp:33 (program+0x1)\n"
      "SUMMARY: ThreadSanitizer: data race /tmp/work/a/breaker.hpp:51 in failed\n";
  CHECK(first_report(report, "breaker.hpp", "mine.hpp") ==
        "data race: mine.hpp:51 and mine.hpp:33");
}

TEST_CASE("undefined behaviour is told with its line and the sanitizer's words") {
  CHECK(first_report("breaker.hpp:12:9: runtime error: signed integer overflow: 2 * 3\n",
                     "breaker.hpp",
                     "breaker.hpp") == "breaker.hpp:12: signed integer overflow: 2 * 3");
  CHECK(first_report("/usr/include/x.h:12:9: runtime error: shift\n", "breaker.hpp",
                     "breaker.hpp") == "shift");
}

TEST_CASE("a report without a line of the author's is told by its kind") {
  CHECK(first_report("==1==ERROR: AddressSanitizer: heap-use-after-free on address 0x1\n"
                     "    #0 0x1 in f /usr/include/breaker.hpp.old:3\n",
                     "breaker.hpp", "breaker.hpp") == "heap-use-after-free");
}

TEST_CASE("what is no report is none") {
  CHECK(first_report("all is well in breaker.hpp:12\n", "breaker.hpp", "breaker.hpp").empty());
}
