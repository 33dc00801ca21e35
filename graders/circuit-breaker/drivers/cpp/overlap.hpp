#pragma once

#include <array>

#include "aside.hpp"
#include "held_slot.hpp"

namespace nines_driver {

/// Calls that overlap: each held one inside fn on a thread of its own, everything else meanwhile on
/// one more.
class Overlap {
 public:
  static constexpr std::size_t most = 4;

  bool any() const { return held_count_ > 0; }
  grader::Outcome begin(void* object, std::uint32_t number);
  /// The oldest held call returns or throws; Outcome::none when there is none.
  grader::Outcome finish(bool succeeds);
  grader::Outcome call(void* object, Call& call);
  /// False when the question is still waiting for its answer.
  bool ask(void* object, int& state);

  /// Lets go of every held call. False when a thread is still stuck.
  bool release_all();
  /// Threads that a process at rest has for this.
  std::size_t threads() const;
  bool settled() const { return settled_; }

 private:
  std::array<HeldSlot, most> held_;
  std::array<std::size_t, most> order_{};  ///< of those inside fn, oldest first
  std::size_t held_count_ = 0;
  Aside aside_;
  bool settled_ = true;
};

}  // namespace nines_driver
