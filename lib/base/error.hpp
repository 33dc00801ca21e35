#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace base {

/// The job cannot be done. The message says what and where, the advice what to do about it.
/// Caught once, in main, where it becomes exit status 2. Texts may quote bad input: whoever prints
/// them passes them through terminal::printable.
class Error : public std::runtime_error {
 public:
  explicit Error(const std::string& message, std::string advice = {})
      : std::runtime_error(message), advice_(std::move(advice)) {}

  /// Empty when there is nothing to advise.
  const std::string& advice() const { return advice_; }

 private:
  std::string advice_;
};

}  // namespace base
