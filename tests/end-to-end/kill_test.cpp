// "Nothing is lost": whatever the moment of a kill -9, an answer whose feedback was shown is in the
// journal, and the journal is sound.

#include <SQLiteCpp/SQLiteCpp.h>
#include <chrono>
#include <memory>
#include <random>
#include <signal.h>
#include <thread>

#include "catch.hpp"
#include "rounds.hpp"
#include "session.hpp"

using end_to_end::count;
using end_to_end::with_content;
using support::Home;
using support::Process;

namespace {

constexpr int answers_per_session = 5;
constexpr int sessions_per_home = 20;
const std::vector<std::string> quiz{"quiz", "e2e-basics", "--count", "5"};

struct Tally {
  int sent = 0;
  int acknowledged = 0;
  int right = 0;
};

Tally acknowledged(const std::string& output, int sent) {
  const auto right = static_cast<int>(count(output, "+ Right"));
  return {sent, right + static_cast<int>(count(output, "- Wrong")), right};
}

/// When to kill: `pause` after the acknowledgement of that many answers.
struct Moment {
  int after_answers;
  std::chrono::microseconds pause;
};

/// Kills in the middle of work: the answers are all there to be read at once.
Tally kill_rushing(const Home& home, const Moment& moment) {
  Process process(home.nines(with_content(quiz)));
  process.send("a 1\nb 2\nc 3\na\nb\n");
  if (moment.after_answers > 0) {
    for (int i = 0; i < moment.after_answers; ++i) process.expect("answer> ");
  }
  process.pump_for(moment.pause);
  process.signal(SIGKILL);
  process.wait();
  return acknowledged(process.output(), answers_per_session);
}

/// Kills around one answer: the next one is sent when the one before is acknowledged.
Tally kill_stepping(const Home& home, const Moment& moment) {
  Process process(home.nines(with_content(quiz)));
  int sent = 0;
  for (; sent < moment.after_answers; ++sent) {
    process.expect("answer> ");
    process.send("b 2\n");
  }
  process.pump_for(moment.pause);
  process.signal(SIGKILL);
  process.wait();
  return acknowledged(process.output(), sent);
}

/// The same on a terminal, by keys.
Tally kill_typing(const Home& home, const Moment& moment) {
  end_to_end::Session session(home, quiz);
  int sent = 0;
  for (; sent < moment.after_answers; ++sent) {
    session.next_question();
    session.send("a");
    session.expect("certainty 1 low, 2 middle, 3 high");
    session.send("1");
    if (sent + 1 == moment.after_answers) continue;
    session.expect("Enter next");
    session.send("\r");
  }
  std::this_thread::sleep_for(moment.pause);
  session.signal(SIGKILL);
  session.wait();
  return acknowledged(session.screen().stream(), sent);
}

void kill_sessions(unsigned seed, int sessions, Tally (*kill)(const Home&, const Moment&)) {
  std::mt19937 random(seed);
  std::unique_ptr<Home> home;
  Tally before;
  int lost_nothing = 0;
  for (int i = 0; i < sessions; ++i) {
    // A new home now and then, so that kills also hit the making of a journal.
    if (i % sessions_per_home == 0) {
      home = std::make_unique<Home>();
      before = {};
    }
    // By hand: the standard's distributions differ between libraries.
    const Moment moment{static_cast<int>(random() % (answers_per_session + 1)),
                        std::chrono::microseconds(random() % 4000)};
    const Tally tally = kill(*home, moment);
    const auto stats = end_to_end::stats(*home);
    const int answered = stats.at("answered").get<int>();
    const int right = stats.at("right").at("right").get<int>();
    CAPTURE(i, moment.after_answers, moment.pause.count(), tally.acknowledged, tally.sent);
    REQUIRE(answered >= before.acknowledged + tally.acknowledged);
    REQUIRE(answered <= before.acknowledged + tally.sent);
    REQUIRE(right >= before.right + tally.right);
    lost_nothing += tally.acknowledged;
    before.acknowledged = answered;
    before.right = right;
    if (std::filesystem::exists(home->journal())) {
      SQLite::Database journal(home->journal().string(), SQLite::OPEN_READWRITE);
      REQUIRE(journal.execAndGet("PRAGMA integrity_check").getString() == "ok");
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator(home->path()))
      REQUIRE_FALSE(support::contains(entry.path().string(), "corrupt"));
  }
  // Otherwise this test has shown nothing.
  CHECK(lost_nothing > sessions);
}

}  // namespace

TEST_CASE("answers shown as taken survive kills in the middle of work") {
  kill_sessions(1, support::rounds(80, 10), kill_rushing);
}

TEST_CASE("answers shown as taken survive kills around one answer") {
  kill_sessions(2, support::rounds(80, 10), kill_stepping);
}

TEST_CASE("answers shown as taken survive kills of sessions on a terminal") {
  kill_sessions(3, support::rounds(40, 5), kill_typing);
}
