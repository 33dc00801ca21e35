#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/unique_fd.hpp"
#include "grader/driver_client.hpp"
#include "grader/wire.hpp"

namespace grader {

/// Indices into the requests of one run(), first .. last-1.
struct Chunk {
  std::size_t first = 0;
  std::size_t last = 0;
};

/// One process of a driver, with the memory it shares with it.
class DriverLane {
 public:
  DriverLane(const std::filesystem::path& program, const DriverOptions& options, int number);
  ~DriverLane();
  DriverLane(const DriverLane&) = delete;
  DriverLane& operator=(const DriverLane&) = delete;

  bool is_busy() const { return chunk_.has_value(); }
  /// Readable when the process has answered or ended.
  int poll_descriptor() const { return replies_.get(); }
  /// The next request is the first of a new process; what is being done is given up.
  void restart() {
    process_.reset();
    chunk_.reset();
  }
  /// Asks the process to end by itself, and waits for it; or how it ended when it was the last to
  /// end badly.
  sandbox::RunResult end();
  /// Begins with as many of the chunk's requests as fit; returns the first that is left over.
  /// `look` stands in place of the requests' own.
  std::size_t send(std::span<const Request> requests, Chunk chunk,
                   std::optional<std::uint32_t> look = std::nullopt);

  /// In place of send() and take(): an object that stays.
  void begin_live(const Setting& setting);
  /// What it did, or nothing: then it has ended, and `reply` says how. Throws base::Error when the
  /// stop flag is set.
  std::optional<Observation> command(wire::Command command, Reply& reply);

  struct Progress {
    /// Where it has stopped working; nothing while it still works.
    std::optional<Chunk> left;
    /// A request that cost its process.
    std::optional<std::size_t> ended_badly;
    /// Somebody else than the driver answered; who it was shows only when what is left is run one
    /// by one.
    bool was_garbled = false;
  };
  /// Takes what has come, without waiting. Writes replies of the requests that are done with.
  Progress take(std::span<const Request> requests, std::span<Reply> replies);

 private:
  void start();
  void end_within(std::chrono::milliseconds patience);
  bool wait_for_answer();
  void make_memory();
  std::size_t observed_now() const;
  Progress finish(std::span<const Request> requests, std::span<Reply> replies, bool is_alive);
  Progress finish_garbled(std::span<Reply> replies);
  void read_observed(const Request& request, std::size_t at, Reply& reply) const;
  void end_badly(const Request& request, std::size_t at, Reply& reply);

  std::filesystem::path program_;
  DriverOptions options_;
  int number_;
  base::UniqueFd memory_descriptor_;
  wire::Memory* memory_ = nullptr;
  /// What was observed, copied out of the shared memory once.
  std::vector<std::uint8_t> copy_;
  std::optional<sandbox::Process> process_;
  base::UniqueFd requests_;
  base::UniqueFd replies_;
  std::optional<sandbox::RunResult> last_bad_;
  std::optional<Chunk> chunk_;
  Request live_;
  wire::Go go_;
  wire::Done done_;
  std::size_t slots_ = 0;
  std::size_t last_observed_ = 0;
  bool timed_out_ = false;
  std::chrono::steady_clock::time_point last_progress_;
};

}  // namespace grader
