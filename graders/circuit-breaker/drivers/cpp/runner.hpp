#pragma once

#include <chrono>
#include <span>

#include "channel.hpp"
#include "overlap.hpp"

namespace nines_driver {

/// One request as it lies in memory, checked against the end of the area.
struct RequestView {
  grader::wire::RequestHeader header;
  const std::uint8_t* trace;
  const std::uint8_t* second;
};

/// Puts objects through traces. There is one in a process.
class Runner {
 public:
  explicit Runner(Channel& channel);

  /// Writes one byte for each step to `slots`. False when this process is not fit for another
  /// request: threads were left behind.
  bool run(const RequestView& request, std::uint8_t* slots);

 private:
  void begin_step(std::uint8_t* slot);
  bool run_live(void* object, std::uint8_t* slot);
  void* make(const grader::wire::RequestHeader& header, std::uint8_t* slot);
  /// False when the request ends here.
  bool step(grader::Step step, void* object, std::uint8_t* slot, bool asks);
  grader::Outcome act(grader::Step step, void* object);
  void note_time(const std::uint8_t* slot, std::int64_t grader::StepTime::* what);
  bool wait(int percent);
  bool look(void* object, grader::VisibleState& state);
  bool remove(void* object);

  Channel& channel_;
  grader::wire::Memory& memory_;
  Overlap overlap_;
  std::uint32_t number_ = 0;
  std::uint32_t steps_ = 0;
  std::chrono::nanoseconds timeout_{};
  bool is_timed_ = false;
  std::chrono::nanoseconds made_at_{};
  bool is_quiet_ = true;
  bool is_blocked_ = false;
};

}  // namespace nines_driver
