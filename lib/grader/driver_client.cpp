#include "grader/driver_client.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <deque>
#include <poll.h>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "grader/driver_lane.hpp"

namespace grader {
namespace {

/// How often the stop flag and the progress of the processes are looked at.
constexpr int look_ms = 50;
/// Below so many requests, or steps, a second process costs more than it brings.
constexpr std::size_t requests_worth_sharing = 64;
constexpr std::size_t steps_worth_sharing = 512;
/// The first is done while the judge is busy with the requests before.
constexpr std::size_t pieces_for_each = 2;

class DriverClient final : public Subject {
 public:
  DriverClient(const std::filesystem::path& program, const DriverOptions& options)
      : options_(options) {
    for (int i = 0; i < std::max(options.lanes, 1); ++i) {
      lanes_.push_back(std::make_unique<DriverLane>(program, options, i));
    }
  }

  std::vector<Reply> run(std::span<const Request> requests) override {
    start(requests);
    return finish();
  }

  void start(std::span<const Request> requests) override {
    for (const auto& lane : lanes_) {
      if (lane->is_busy()) lane->restart();  // an error has kept it from being finished
    }
    requests_ = requests;
    replies_.assign(requests.size(), {});
    waiting_ = share(requests);
    bad_endings_ = 0;
    slow_endings_ = 0;
    replied_ = 0;
    throw_if_stopped();
    hand_out();
  }

  std::vector<Reply> finish() override {
    for (;;) {
      throw_if_stopped();
      if (bad_endings_ < options_.bad_endings_max && slow_endings_ < options_.slow_endings_max) {
        hand_out();
      } else {
        give_up();
      }
      if (!any_busy()) {
        if (waiting_.empty()) return std::exchange(replies_, {});
        continue;
      }
      wait_for_some();
      const std::size_t replied_before = replied_;
      for (const auto& lane : lanes_) {
        if (!lane->is_busy()) continue;
        const DriverLane::Progress progress = lane->take(requests_, replies_);
        if (!progress.left) continue;
        if (progress.ended_badly) count(replies_[*progress.ended_badly].ending);
        put_back(progress);
        if (options_.is_in_real_time && progress.left->first == progress.left->last) ++replied_;
      }
      if (options_.on_replies && replied_ > replied_before) options_.on_replies(replied_);
    }
  }

  void restart() override {
    for (const auto& lane : lanes_) lane->restart();
  }

 private:
  void throw_if_stopped() const {
    if (options_.stop != nullptr && *options_.stop) throw base::Error("interrupted");
  }

  /// Pieces small enough that the lanes end at about the same time.
  std::deque<Chunk> share(std::span<const Request> requests) const {
    if (options_.is_in_real_time) {
      std::deque<Chunk> single;
      for (std::size_t i = 0; i < requests.size(); ++i) single.push_back({i, i + 1});
      return single;
    }
    std::size_t steps = 0;
    for (const Request& request : requests) steps += request.steps();
    const bool is_shared = lanes_.size() > 1 && (requests.size() >= requests_worth_sharing ||
                                                 steps >= steps_worth_sharing);
    const std::size_t pieces = is_shared ? lanes_.size() * pieces_for_each : 1;
    std::deque<Chunk> chunks;
    Chunk chunk;
    std::size_t done = 0;
    for (; chunk.last < requests.size();) {
      done += requests[chunk.last++].steps();
      if (chunk.last < requests.size() && done * pieces < steps * (chunks.size() + 1)) continue;
      chunks.push_back(chunk);
      chunk.first = chunk.last;
    }
    return chunks;
  }

  void put_back(const DriverLane::Progress& progress) {
    const Chunk& left = *progress.left;
    if (left.first == left.last) return;
    if (!progress.was_garbled) return waiting_.push_front(left);
    for (std::size_t i = left.last; i > left.first; --i) waiting_.push_front({i - 1, i});
  }

  void hand_out() {
    for (const auto& lane : lanes_) {
      if (lane->is_busy() || waiting_.empty()) continue;
      const Chunk chunk = waiting_.front();
      waiting_.pop_front();
      const std::size_t next = lane->send(requests_, chunk);
      if (next < chunk.last) waiting_.push_front({next, chunk.last});
    }
  }

  void count(Ending ending) {
    ++bad_endings_;
    if (is_slow(ending)) ++slow_endings_;
  }

  void give_up() {
    for (const Chunk& chunk : waiting_) {
      for (std::size_t i = chunk.first; i < chunk.last; ++i) {
        replies_[i].ending = Ending::grader_error;
        replies_[i].detail = "not run: too many others ended badly";
      }
    }
    waiting_.clear();
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
  std::span<const Request> requests_;
  std::vector<Reply> replies_;
  std::deque<Chunk> waiting_;
  int bad_endings_ = 0;
  int slow_endings_ = 0;
  std::size_t replied_ = 0;
};

}  // namespace

std::unique_ptr<Subject> open_driver(const std::filesystem::path& program,
                                     const DriverOptions& options) {
  return std::make_unique<DriverClient>(program, options);
}

}  // namespace grader
