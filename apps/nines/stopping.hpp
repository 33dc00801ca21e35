#pragma once

#include <atomic>
#include <csignal>

namespace nines {

/// While one lives, SIGINT, SIGTERM and SIGHUP ask for an end instead of making one, so that
/// nothing is left running or behind. A second one ends the process at once. One at a time.
class Stopping {
 public:
  Stopping();
  ~Stopping();
  Stopping(const Stopping&) = delete;
  Stopping& operator=(const Stopping&) = delete;

  /// Set as soon as one of the signals has come.
  const std::atomic<bool>& flag() const;
  /// Which one came; 0 when none did.
  int signal() const;
  /// The exit status after a SIGINT; any other signal is raised again, after the handlers that were
  /// there before have been put back.
  int finish();

 private:
  void restore();

  struct sigaction before_[3]{};
  bool is_restored_ = false;
};

}  // namespace nines
