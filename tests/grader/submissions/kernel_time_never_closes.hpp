#include "kernel_time_base.hpp"

using CircuitBreaker = KernelTimeBreaker<Ways{.counts_trials = false}>;
