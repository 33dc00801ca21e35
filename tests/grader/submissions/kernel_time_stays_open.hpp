#include "kernel_time_base.hpp"

using CircuitBreaker = KernelTimeBreaker<Ways{.times_out = false}>;
