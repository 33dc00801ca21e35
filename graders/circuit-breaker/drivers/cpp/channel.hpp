#pragma once

#include <cstddef>
#include <cstdint>

#include "grader/wire.hpp"

namespace nines_driver {

/// The driver's end of the conversation. A fault of the conversation itself ends the process: the
/// judge takes it for garbage.
class Channel {
 public:
  /// From the program's arguments. Closes the memory's descriptor.
  Channel(int argument_count, char** arguments);

  grader::wire::Memory& memory() { return *memory_; }
  /// False at the end of the conversation.
  bool receive(grader::wire::Go& go);
  void answer(const grader::wire::Done& done);
  bool receive(grader::wire::Command& command);
  void answer(const grader::wire::Answer& answer);

 private:
  int requests_ = -1;
  int replies_ = -1;
  grader::wire::Memory* memory_ = nullptr;
};

/// Leaves at once: whatever the submission would do at the end of the process does not matter.
[[noreturn]] void leave(int status);
inline constexpr int left_broken = 90;

}  // namespace nines_driver
