#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "aside.hpp"
#include "channel.hpp"
#include "held_slot.hpp"

namespace nines_driver {

/// An object that stays and does what one command after another says: calls begin, stay inside fn
/// for as long as the judge likes, and end in any order.
class Live {
 public:
  Live(Channel& channel, void* object, std::uint8_t* slot);

  enum class Next {
    command,  ///< was done and answered
    end,      ///< the object is to go
    broken    ///< the process is not fit for more; why stands in the slot or was answered
  };
  Next next();

  /// Lets go of every held call. False when a thread is still stuck.
  bool release_all();
  std::size_t threads() const;

 private:
  grader::Outcome act(const grader::wire::Command& command);
  bool look(grader::VisibleState& state);

  Channel& channel_;
  void* object_;
  std::uint8_t* slot_;
  /// Made when they are first used: most never are.
  std::array<std::unique_ptr<HeldSlot>, grader::wire::live_calls_max> held_;
  std::size_t held_count_ = 0;
  Aside aside_;
  std::uint32_t number_ = 0;
  bool is_quiet_ = true;
};

}  // namespace nines_driver
