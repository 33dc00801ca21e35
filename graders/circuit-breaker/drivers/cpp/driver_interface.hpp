#pragma once

/// What the adapter, compiled together with a submission, and the driver, compiled beforehand, say
/// to each other. No standard header is included here: a submission that forgot one must not find
/// it here, and every header would be compiled anew for every submission.
namespace nines_driver {

/// One call through the submission.
struct Call;

/// What the submission is asked to run: counts the run, then returns a value or throws.
int run_function(Call& call);
/// The value that the function returns.
int value_of(const Call& call);
/// call() came back; `is_value_right` as far as the submission's result type can tell.
void call_returned(Call& call, bool is_value_right);
/// Inside a handler of what call() threw.
void call_threw(Call& call, bool is_open_error);

/// Index of the state in the manifest; 15 for text that names none.
int state_named(const char* text, unsigned long length);
inline constexpr int unknown_state = 15;

struct Subject {
  void* (*make)(int failure_threshold, int timeout_seconds, int success_threshold);
  void (*destroy)(void* object);
  void (*call)(void* object, Call& call);
  int (*state)(void* object);
};

/// Defined by the adapter.
extern const Subject subject;

struct RealTimeSubject {
  void* (*make)(int failure_threshold, int timeout_milliseconds, int success_threshold);
  /// Of a second; otherwise the milliseconds must be whole seconds.
  bool takes_fractions;
};

/// Defined by real_time.hpp.
extern const RealTimeSubject real_time_subject;

/// For programs that are run once, as `program CHECK`, rather than obey a judge: 0 when all is
/// well. Defined only by the units under robust/. What is wrong goes to standard output.
__attribute__((weak)) int run_check(const char* check);
/// Moves the virtual clock, or waits.
void pass_seconds(double seconds);

}  // namespace nines_driver
