#include "nines/file_watch.hpp"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <thread>

#include "catch.hpp"
#include "nines/challenge_clock.hpp"
#include "support/temporary_folder.hpp"

using nines::FileWatch;

namespace {

/// What the watch says of an action; the stop comes so late that only a missed save waits for it.
FileWatch::Event after(const std::filesystem::path& file, const std::function<void()>& action,
                       std::chrono::seconds patience) {
  FileWatch watch(file, {".hpp"});
  std::atomic<bool> stop{false};
  std::atomic<bool> done{false};
  std::thread stopper([&] {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (!done && std::chrono::steady_clock::now() < end)
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    stop = true;
  });
  action();
  const auto event = watch.wait(stop, false);
  done = true;
  stopper.join();
  return event;
}

}  // namespace

TEST_CASE("a save in place, a replacement by rename and a neighbour's save are seen") {
  const support::TemporaryFolder folder;
  const auto file = folder.path() / "breaker.hpp";
  support::write_file(file, "one");
  const std::chrono::seconds patience(60);
  CHECK(
      after(file, [&] { support::write_file(file, "two"); }, patience) == FileWatch::Event::saved);
  const auto rename = [&] {
    support::write_file(folder.path() / ".breaker.hpp.swp", "three");
    std::filesystem::rename(folder.path() / ".breaker.hpp.swp", file);
  };
  CHECK(after(file, rename, patience) == FileWatch::Event::saved);
  const auto neighbour = [&] { support::write_file(folder.path() / "clock.hpp", "four"); };
  CHECK(after(file, neighbour, patience) == FileWatch::Event::saved);
}

TEST_CASE("files of other kinds are none of the watch's business, and it can be stopped") {
  const support::TemporaryFolder folder;
  const auto file = folder.path() / "breaker.hpp";
  support::write_file(file, "one");
  CHECK(after(
            file, [&] { support::write_file(folder.path() / "notes.txt", "x"); },
            std::chrono::seconds(1)) == FileWatch::Event::stopped);
}

TEST_CASE("a challenge's clock runs from its start until it is stopped, for a day at most") {
  const support::TemporaryFolder folder;
  const nines::ChallengeClock clock(folder.path() / "state", "circuit-breaker");
  const base::WallTime begin(std::chrono::hours(500'000));
  CHECK_FALSE(clock.elapsed(begin).has_value());
  clock.start(begin);
  CHECK(clock.elapsed(begin + std::chrono::minutes(18)) == std::chrono::minutes(18));
  CHECK_FALSE(clock.elapsed(begin + std::chrono::hours(25)).has_value());
  CHECK_FALSE(clock.elapsed(begin - std::chrono::seconds(1)).has_value());
  clock.stop();
  CHECK_FALSE(clock.elapsed(begin + std::chrono::minutes(18)).has_value());
  support::write_file(folder.path() / "state/challenge-circuit-breaker.started", "soon");
  CHECK_FALSE(clock.elapsed(begin).has_value());
}
