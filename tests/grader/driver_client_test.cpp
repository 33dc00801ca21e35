#include "grader/driver_client.hpp"

#include <algorithm>
#include <atomic>
#include <iostream>

#include "base/error.hpp"
#include "built.hpp"
#include "catch.hpp"

using grader::Look;
using grader::Reply;
using grader::Request;
using grader_test::observe;
using grader_test::open;
using grader_test::request;
using grader_test::to_string;

TEST_CASE("a sound breaker goes through its states in virtual time") {
  for (const char* name : {"lazy", "timer_thread"}) {
    INFO(name);
    const auto subject = open(name);
    CHECK(observe(*subject, request(2, 1, "FF?hFhwS")) ==
          "error:CLOSED error:OPEN -:OPEN -:OPEN rejected:OPEN -:OPEN -:HALF_OPEN ok:CLOSED");
    CHECK(observe(*subject, request(1, 2, "FwSFwSS")) ==
          "error:OPEN -:HALF_OPEN ok:HALF_OPEN error:OPEN -:HALF_OPEN ok:HALF_OPEN ok:CLOSED");
  }
}

TEST_CASE("the state is asked for only at the end when the request says so") {
  const auto subject = open("lazy");
  Request asked = request(1, 1, "FwS");
  asked.look = Look::at_the_end;
  CHECK(observe(*subject, asked) == "error - ok:CLOSED");
  asked.trace = breaker::parse_trace("F?w");
  CHECK(observe(*subject, asked) == "error -:OPEN -:HALF_OPEN");
}

TEST_CASE("a second object takes turns with the first") {
  const auto subject = open("lazy");
  Request both = request(1, 1, "FSw");
  both.second = breaker::parse_trace("SF");
  CHECK(observe(*subject, both) == "error:OPEN rejected:OPEN -:HALF_OPEN ok:CLOSED error:OPEN");
}

TEST_CASE("a long batch keeps its order in two processes") {
  const auto subject = open("lazy");
  std::vector<Request> requests;
  for (int n = 1; n <= 2000; ++n) requests.push_back(request(n % 7 + 1, 1, "FFFFFF"));
  const std::vector<Reply> replies = subject->run(requests);
  REQUIRE(replies.size() == requests.size());
  for (std::size_t i = 0; i < replies.size(); ++i) {
    const auto n = static_cast<std::size_t>(requests[i].setting.values[0]);
    REQUIRE(replies[i].observed.size() == 6);
    for (std::size_t step = 0; step < 6; ++step) {
      const std::uint8_t state = step + 1 >= n ? 1 : 0;
      REQUIRE(replies[i].observed[step].state == state);
    }
  }
}

TEST_CASE("each way of being wrong about a call has its name") {
  const auto subject = open("wrong_results");
  CHECK(observe(*subject, request(1, 1, "SF")) == "wrong-value:CLOSED error:CLOSED");
  CHECK(observe(*subject, request(2, 1, "FFFF")) ==
        "error:CLOSED wrong-error:CLOSED wrong-error:CLOSED error:CLOSED");
  CHECK(observe(*subject, request(3, 1, "SF")) == "ok:CLOSED swallowed:CLOSED");
  CHECK(observe(*subject, request(4, 1, "S")) == "skipped:CLOSED");
  CHECK(observe(*subject, request(5, 1, "S")) == "ran-twice:CLOSED");
  CHECK(observe(*subject, request(6, 1, "S")) == "rejected-but-ran:CLOSED");
  CHECK(observe(*subject, request(7, 1, "S")) == "rejected-wrongly:CLOSED");
  CHECK(observe(*subject, request(8, 1, "S")) == "threw:CLOSED");
}

TEST_CASE("a crash ends one request, and those after it go on") {
  const auto subject = open("crash");
  const std::vector<Request> requests = {request(1, 1, "FS"), request(1, 1, "FwFS"),
                                         request(1, 1, "FwS"), request(2, 1, "FFwFS")};
  const std::vector<Reply> replies = subject->run(requests);
  CHECK(to_string(replies[0]) == "error:OPEN rejected:OPEN");
  CHECK(to_string(replies[1]) == "error:OPEN -:HALF_OPEN crashed (SIGSEGV (Segmentation fault))");
  CHECK(to_string(replies[2]) == "error:OPEN -:HALF_OPEN ok:CLOSED");
  CHECK(to_string(replies[3]) ==
        "error:CLOSED error:OPEN -:HALF_OPEN crashed (SIGSEGV (Segmentation fault))");
}

TEST_CASE("an exit with success before main passes nothing") {
  const auto subject = open("static_exit");
  CHECK(observe(*subject, request(1, 1, "F")) == " exited (exit status 0)");
}

TEST_CASE("an endless loop is ended by its processor time") {
  const auto subject = open("hang");
  CHECK(observe(*subject, request(1, 1, "FS")) == "error:OPEN cpu");
  CHECK(observe(*subject, request(1, 1, "F")) == "error:OPEN");
}

TEST_CASE("what a submission prints is ignored, however much it is") {
  const auto subject = open("prints");
  std::vector<Request> requests(200, request(1, 1, "SFwS"));
  for (const Reply& reply : subject->run(requests)) {
    REQUIRE(to_string(reply) == "ok:CLOSED error:OPEN -:HALF_OPEN ok:CLOSED");
  }
}

TEST_CASE("of many requests that hang only a few are waited for") {
  const auto subject = open("hang");
  const std::vector<Request> requests(40, request(1, 1, "FS"));
  const std::vector<Reply> replies = subject->run(requests);
  const auto ended = [&replies](grader::Ending ending) {
    return std::count_if(replies.begin(), replies.end(),
                         [ending](const Reply& reply) { return reply.ending == ending; });
  };
  CHECK(ended(grader::Ending::timeout_cpu) >= 3);
  CHECK(ended(grader::Ending::timeout_cpu) <= 4);
  CHECK(ended(grader::Ending::grader_error) >= 36);
  CHECK(observe(*subject, request(1, 1, "F")) == "error:OPEN");
}

TEST_CASE("printing without end is told from spinning") {
  const auto subject = open("prints_for_ever");
  CHECK(observe(*subject, request(1, 1, "FS")) == "error:OPEN output");
}

TEST_CASE("a bool is not the value of a function that returns int") {
  const auto subject = open("returns_bool");
  CHECK(observe(*subject, request(1, 1, "SSS")) ==
        "ok:CLOSED wrong-value:CLOSED wrong-value:CLOSED");
}

TEST_CASE("garbage on every descriptor is not taken for an answer") {
  const auto subject = open("garbage");
  const std::vector<Request> requests = {request(2, 1, "SF"), request(2, 1, "SFF"),
                                         request(2, 1, "S"), request(1, 1, "F")};
  const std::vector<Reply> replies = subject->run(requests);
  CHECK(to_string(replies[0]) == "ok:CLOSED error:CLOSED");
  CHECK(replies[1].ending == grader::Ending::protocol_error);
  CHECK(to_string(replies[2]) == "ok:CLOSED");
  CHECK(replies[3].ending == grader::Ending::protocol_error);
}

TEST_CASE("a process that has closed its descriptors and goes on is ended") {
  const auto subject = open("closes_descriptors");
  CHECK(observe(*subject, request(1, 1, "S")) == " wall");
  CHECK(observe(*subject, request(1, 1, "?")) == "-:CLOSED");
}

TEST_CASE("a lock taken twice is a deadlock, at once") {
  const auto subject = open("locks_itself");
  CHECK(observe(*subject, request(2, 1, "SF")) ==
        "ok:CLOSED deadlock (it waits for a mutex that its own thread holds)");
  CHECK(observe(*subject, request(2, 1, "S")) == "ok:CLOSED");
}

TEST_CASE("a constructor that throws says so") {
  const auto subject = open("refuses_one");
  CHECK(observe(*subject, request(1, 1, "S")) == " constructor (one is not enough)");
  CHECK(observe(*subject, request(2, 1, "S")) == "ok:CLOSED");
}

TEST_CASE("threads left behind disturb nobody") {
  const auto subject = open("leaks_threads");
  std::vector<Request> requests(60, request(1, 1, "FwS"));
  for (const Reply& reply : subject->run(requests)) {
    REQUIRE(to_string(reply) == "error:OPEN -:HALF_OPEN ok:CLOSED");
  }
}

TEST_CASE("a call that sleeps takes virtual time") {
  const auto subject = open("sleeps_inside");
  CHECK(observe(*subject, request(1, 1, "FSSSSSSSSSSS")) ==
        "error:OPEN rejected:OPEN rejected:OPEN rejected:OPEN rejected:OPEN rejected:OPEN "
        "rejected:OPEN rejected:OPEN rejected:OPEN rejected:OPEN ok:CLOSED ok:CLOSED");
}

TEST_CASE("a forbidden system call is named") {
  if (grader_test::tier() == sandbox::Tier::none) {
    std::cout << "SKIPPED: no sandbox works here\n";
    return;
  }
  const auto subject = open("opens_socket");
  CHECK(observe(*subject, request(2, 1, "FF")) == "error:CLOSED denied (socket)");
}

TEST_CASE("calls overlap inside fn") {
  const auto subject = open("lazy");
  CHECK(observe(*subject, request(1, 2, "(S)fS")) ==
        "inside:CLOSED ok:CLOSED error:OPEN rejected:OPEN");
  CHECK(observe(*subject, request(1, 2, "((F)s)fw")) ==
        "inside:CLOSED inside:CLOSED error:OPEN ok:OPEN error:OPEN -:HALF_OPEN");
}

TEST_CASE("an operation that waits for a lock held during fn is blocked") {
  const auto subject = open("holds_lock");
  Request asks_at_end = request(2, 1, "(S)s");
  asks_at_end.look = Look::at_the_end;
  CHECK(observe(*subject, asks_at_end) == "inside blocked blocked");
  CHECK(observe(*subject, request(2, 1, "(S)s")) == "blocked blocked blocked");
  CHECK(observe(*subject, request(1, 1, "FwS")) == "error:OPEN -:HALF_OPEN ok:CLOSED");
}

TEST_CASE("when the stop flag is set, a run ends and leaves nothing") {
  std::atomic<bool> stop{true};
  grader::DriverOptions options;
  options.stop = &stop;
  const auto subject = open("lazy", options);
  CHECK_THROWS_AS(observe(*subject, request(1, 1, "F")), base::Error);
}
