#include "nines/stopping.hpp"

#include <cstddef>

#include "nines/context.hpp"

namespace nines {
namespace {

constexpr int signals[] = {SIGINT, SIGTERM, SIGHUP};

std::atomic<bool> is_asked{false};
volatile std::sig_atomic_t last_signal = 0;
static_assert(std::atomic<bool>::is_always_lock_free);

void ask_for_end(int number) {
  last_signal = number;
  is_asked.store(true);
}

}  // namespace

Stopping::Stopping() {
  is_asked.store(false);
  last_signal = 0;
  struct sigaction action{};
  action.sa_handler = ask_for_end;
  // Once asked, the next signal does what it does by default.
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  for (std::size_t i = 0; i < 3; ++i) {
    ::sigaction(signals[i], nullptr, &before_[i]);
    // Ignored when we were started means ignored still: nohup.
    if (before_[i].sa_handler != SIG_IGN) ::sigaction(signals[i], &action, nullptr);
  }
}

Stopping::~Stopping() {
  restore();
}

void Stopping::restore() {
  if (is_restored_) return;
  for (std::size_t i = 0; i < 3; ++i) ::sigaction(signals[i], &before_[i], nullptr);
  is_restored_ = true;
}

const std::atomic<bool>& Stopping::flag() const {
  return is_asked;
}

int Stopping::signal() const {
  return last_signal;
}

int Stopping::finish() {
  restore();
  if (last_signal != 0 && last_signal != SIGINT) ::raise(last_signal);
  return status_interrupted;
}

}  // namespace nines
