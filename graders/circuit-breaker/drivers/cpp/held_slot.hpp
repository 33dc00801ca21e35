#pragma once

#include <cstdint>

#include "grader/trace_interface.hpp"
#include "workers.hpp"

namespace nines_driver {

/// Room for one call that is held inside fn, on a thread of its own.
class HeldSlot {
 public:
  bool is_free() const { return worker_.is_free(); }
  bool is_inside() const { return call_.is_inside; }
  bool is_started() const { return worker_.is_started(); }
  /// All threads came to rest after the last operation.
  bool settled() const { return settled_; }

  /// Only when free. Outcome::running when the call has come to fn and stays there.
  grader::Outcome begin(void* object, std::uint32_t number);
  /// fn returns or throws. Outcome::blocked when the call does not come back all the same.
  grader::Outcome finish(bool succeeds);
  /// Lets a call go that has come to fn late, if it has.
  void release();

 private:
  HeldCall call_;
  Worker worker_;
  bool is_ready_ = false;
  bool settled_ = true;
};

}  // namespace nines_driver
