#include "practice/statistics.hpp"

#include <stdlib.h>
#include <time.h>

#include "catch.hpp"
#include "practice/fixture.hpp"

using practice::share;
using practice::summarise;

namespace {

practice::Answered at(std::chrono::milliseconds since_epoch, practice::Answer answer) {
  practice::Answered answered;
  answered.at = base::WallTime(since_epoch);
  answered.answer = std::move(answer);
  return answered;
}

}  // namespace

TEST_CASE("shares have the Wilson intervals that are published") {
  // Newcombe 1998, Statistics in Medicine 17:857-872, table I, method 3.
  struct Row {
    std::size_t hits, total;
    double low, high;
  };
  for (const Row& row : {Row{81, 263, 0.2553, 0.3662}, Row{15, 148, 0.0624, 0.1605},
                         Row{0, 20, 0.0, 0.1611}, Row{1, 29, 0.0061, 0.1718}}) {
    INFO(row.hits << " of " << row.total);
    const practice::Share result = share(row.hits, row.total);
    CHECK(result.low == Approx(row.low).margin(0.00006));
    CHECK(result.high == Approx(row.high).margin(0.00006));
  }
}

TEST_CASE("a share of nothing says nothing, and the ends are exact") {
  CHECK(share(0, 0).low == 0.0);
  CHECK(share(0, 0).high == 1.0);
  CHECK(share(0, 0).value() == 0.0);
  CHECK(share(0, 3).low == 0.0);
  CHECK(share(3, 3).high == 1.0);
  CHECK(share(3, 3).low > 0.4);
}

TEST_CASE("a summary of nothing is empty") {
  const practice::Summary summary = summarise({});
  CHECK(summary.answered == 0);
  CHECK(summary.right.total == 0);
  CHECK_FALSE(summary.marks);
  CHECK(summary.topics.empty());
  CHECK(summary.by_certainty.empty());
  CHECK(summary.days_practised == 0);
}

TEST_CASE("a summary counts answers, marks, topics and certainty") {
  using std::chrono::hours;
  const std::vector<practice::Answered> answers{
      at(hours(1), answer_to("q1", true, 3, "queues")),
      at(hours(2), answer_to("c1", false, 2, "clocks")),
      at(hours(30), answer_to("c1", true, std::nullopt, "clocks")),
      at(hours(31), answer_to("c2", false, 3, "clocks")),
  };
  const practice::Summary summary = summarise(answers);
  CHECK(summary.answered == 4);
  CHECK(summary.right.hits == 2);
  CHECK(summary.right.total == 4);
  CHECK(summary.marks == 3 - 2 - 6);
  CHECK(summary.marks_possible == 9);
  REQUIRE(summary.topics.size() == 2);
  CHECK(summary.topics[0].topic == "clocks");
  CHECK(summary.topics[0].right.hits == 1);
  CHECK(summary.topics[0].right.total == 3);
  CHECK(summary.topics[0].items_seen == 2);
  CHECK(summary.topics[1].topic == "queues");
  REQUIRE(summary.by_certainty.size() == 2);
  CHECK(summary.by_certainty.at(2).hits == 0);
  CHECK(summary.by_certainty.at(3).hits == 1);
  CHECK(summary.by_certainty.at(3).total == 2);
  CHECK(summary.days_practised == 2);
}

TEST_CASE("marks of zero are not the same as no marks") {
  const std::vector<practice::Answered> guess{at({}, answer_to("a", false, 1))};
  CHECK(summarise(guess).marks == 0);
  const std::vector<practice::Answered> silent{at({}, answer_to("a", false))};
  CHECK_FALSE(summarise(silent).marks);
  CHECK(summarise(silent).marks_possible == 0);
}

TEST_CASE("a confident error counts until the item is answered otherwise, newest first") {
  const std::vector<practice::Answered> answers{
      at({}, answer_to("corrected", false, 3)), at({}, answer_to("older", false, 3)),
      at({}, answer_to("unsure", false, 2)),    at({}, answer_to("newer", false, 3)),
      at({}, answer_to("corrected", true, 1)),
  };
  CHECK(summarise(answers).confident_errors == std::vector<std::string>{"newer", "older"});
}

TEST_CASE("a day of practice is one of the calendar given") {
  using std::chrono::hours;
  const std::vector<practice::Answered> evening_and_night{at(hours(22), answer_to("a")),
                                                          at(hours(26), answer_to("b"))};
  CHECK(summarise(evening_and_night).days_practised == 2);
  const auto two_hours_west = [](base::WallTime instant) {
    return practice::utc_day(instant - hours(3));
  };
  CHECK(summarise(evening_and_night, two_hours_west).days_practised == 1);
  CHECK(practice::utc_day(base::WallTime(hours(-1))) ==
        std::chrono::local_days(std::chrono::days(-1)));
}

TEST_CASE("the local day follows the time zone, with its summer time") {
  const char* const before = ::getenv("TZ");
  const std::string kept = before != nullptr ? before : "";
  // Central European time, spelt out so that no zone files are needed.
  ::setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
  ::tzset();
  using namespace std::chrono;
  const auto day = [](sys_days date, minutes time) { return practice::local_day(date + time); };
  CHECK(day(2026y / 1 / 10, hours(22) + minutes(59)) == local_days(2026y / 1 / 10));
  CHECK(day(2026y / 1 / 10, hours(23)) == local_days(2026y / 1 / 11));
  CHECK(day(2026y / 7 / 10, hours(22)) == local_days(2026y / 7 / 11));
  if (before != nullptr) {
    ::setenv("TZ", kept.c_str(), 1);
  } else {
    ::unsetenv("TZ");
  }
  ::tzset();
}
