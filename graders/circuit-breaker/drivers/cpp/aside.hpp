#pragma once

#include "grader/trace_interface.hpp"
#include "workers.hpp"

namespace nines_driver {

/// A thread for everything that is done while calls are held inside fn, so that an operation that
/// waits for the submission's lock can be seen to wait.
class Aside {
 public:
  grader::Outcome call(void* object, Call& call);
  /// False when the question is still waiting for its answer.
  bool ask(void* object, int& state);

  bool is_free() const { return worker_.is_free(); }
  bool is_started() const { return worker_.is_started(); }
  /// All threads came to rest after the last operation.
  bool settled() const { return settled_; }

 private:
  static void run_call(void* argument);
  static void run_ask(void* argument);

  // Kept here, since a thread that is stuck may still come to it.
  void* object_ = nullptr;
  Call* call_ = nullptr;
  int state_ = unknown_state;
  Worker worker_;
  bool settled_ = true;
};

}  // namespace nines_driver
