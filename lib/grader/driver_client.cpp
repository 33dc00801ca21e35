#include "grader/driver_client.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <deque>
#include <poll.h>
#include <vector>

#include "base/error.hpp"
#include "grader/driver_lane.hpp"

namespace grader {
namespace {

/// How often the stop flag and the progress of the processes are looked at.
constexpr int look_ms = 50;
/// Below so many requests a second process costs more than it brings.
constexpr std::size_t requests_worth_sharing = 64;

class DriverClient final : public Subject {
 public:
  DriverClient(const std::filesystem::path& program, const DriverOptions& options)
      : options_(options) {
    for (int i = 0; i < std::max(options.lanes, 1); ++i) {
      lanes_.push_back(std::make_unique<DriverLane>(program, options, i));
    }
  }

  std::vector<Reply> run(std::span<const Request> requests) override {
    std::vector<Reply> replies(requests.size());
    std::deque<Chunk> waiting = share(requests.size());
    bad_endings_ = 0;
    slow_endings_ = 0;
    for (;;) {
      if (options_.stop != nullptr && *options_.stop) throw base::Error("interrupted");
      if (bad_endings_ < options_.bad_endings_max && slow_endings_ < options_.slow_endings_max) {
        hand_out(requests, waiting);
      } else if (!waiting.empty()) {
        give_up(waiting, replies);
      }
      if (!any_busy()) {
        if (waiting.empty()) return replies;
        continue;
      }
      wait_for_some();
      for (const auto& lane : lanes_) {
        if (!lane->is_busy()) continue;
        const DriverLane::Progress progress = lane->take(requests, replies);
        if (!progress.left) continue;
        if (progress.ended_badly) count(replies[*progress.ended_badly].ending);
        put_back(waiting, progress);
      }
    }
  }

  void restart() override {
    for (const auto& lane : lanes_) lane->restart();
  }

 private:
  /// Pieces small enough that the lanes end at about the same time.
  std::deque<Chunk> share(std::size_t count) const {
    std::deque<Chunk> chunks;
    const std::size_t pieces =
        count < requests_worth_sharing || lanes_.size() == 1 ? 1 : lanes_.size() * 2;
    for (std::size_t i = 0; i < pieces; ++i) {
      const Chunk chunk{count * i / pieces, count * (i + 1) / pieces};
      if (chunk.first < chunk.last) chunks.push_back(chunk);
    }
    return chunks;
  }

  static void put_back(std::deque<Chunk>& waiting, const DriverLane::Progress& progress) {
    const Chunk& left = *progress.left;
    if (left.first == left.last) return;
    if (!progress.was_garbled) return waiting.push_front(left);
    for (std::size_t i = left.last; i > left.first; --i) waiting.push_front({i - 1, i});
  }

  void hand_out(std::span<const Request> requests, std::deque<Chunk>& waiting) {
    for (const auto& lane : lanes_) {
      if (lane->is_busy() || waiting.empty()) continue;
      const Chunk chunk = waiting.front();
      waiting.pop_front();
      const std::size_t next = lane->send(requests, chunk);
      if (next < chunk.last) waiting.push_front({next, chunk.last});
    }
  }

  /// Those that are counted here take seconds; a crash takes some milliseconds.
  void count(Ending ending) {
    ++bad_endings_;
    switch (ending) {
      case Ending::timeout_cpu:
      case Ending::timeout_wall:
      case Ending::did_not_settle:
      case Ending::memory_limit:
      case Ending::output_limit:
        ++slow_endings_;
        break;
      default:
        break;
    }
  }

  static void give_up(std::deque<Chunk>& waiting, std::vector<Reply>& replies) {
    for (const Chunk& chunk : waiting) {
      for (std::size_t i = chunk.first; i < chunk.last; ++i) {
        replies[i].ending = Ending::grader_error;
        replies[i].detail = "not run: too many others ended badly";
      }
    }
    waiting.clear();
  }

  bool any_busy() const {
    return std::any_of(lanes_.begin(), lanes_.end(),
                       [](const auto& lane) { return lane->is_busy(); });
  }

  void wait_for_some() const {
    std::vector<pollfd> polled;
    for (const auto& lane : lanes_) {
      if (lane->is_busy()) polled.push_back({lane->poll_descriptor(), POLLIN, 0});
    }
    if (::poll(polled.data(), polled.size(), look_ms) < 0 && errno != EINTR) {
      throw base::Error(std::string("cannot wait for the driver: ") + std::strerror(errno));
    }
  }

  DriverOptions options_;
  std::vector<std::unique_ptr<DriverLane>> lanes_;
  int bad_endings_ = 0;
  int slow_endings_ = 0;
};

}  // namespace

std::unique_ptr<Subject> open_driver(const std::filesystem::path& program,
                                     const DriverOptions& options) {
  return std::make_unique<DriverClient>(program, options);
}

}  // namespace grader
