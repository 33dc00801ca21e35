#pragma once

#include <chrono>
#include <cstddef>

#include "grader/wire.hpp"

/// All that differs between the driver for virtual time (clock_virtual.cpp) and the one for real
/// time (clock_real.cpp): each is linked with one of the two.
namespace nines_driver::clock {

using std::chrono::nanoseconds;

/// Since whenever: only differences mean something.
nanoseconds now();

/// Waits until what the submission does in other threads has come to rest, as far as that can be
/// known. False when it did not.
bool settle();

/// Lets so much time pass. False when the submission's threads do not come to rest meanwhile.
bool pass(nanoseconds by);

/// The time of a request begins: how long its timeout is.
nanoseconds begin(const grader::wire::RequestHeader& header);
/// What the submission's constructor throws comes out.
void* make(const grader::wire::RequestHeader& header);

/// The objects are gone: whether the process is fit for others, with `threads` of the driver's own.
bool is_at_rest(std::size_t threads);

/// The submission waits for what never comes; or, if `waits_for_time`, it has waited for time to
/// pass more often than a step may. `words` say for what. Must not return.
using StuckHandler = void (*)(const char* words, bool waits_for_time);
/// Is told where that can be seen, which is in virtual time.
void set_stuck_handler(StuckHandler handler, int own_waits_max);
/// The submission's own waits are counted from here.
void begin_step();

}  // namespace nines_driver::clock
