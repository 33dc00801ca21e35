#include "kernel_time_base.hpp"

using CircuitBreaker = KernelTimeBreaker<Ways{.failures_beyond = 1}>;
