#pragma once

namespace simulation {

/// Natural logarithm and exponential from additions, multiplications and divisions alone, each
/// rounded as IEEE 754 says: the C library's give other last bits where it finds fused
/// instructions. Relative error below 1e-14.

/// `x` is positive and normal.
double log_of(double x);
/// Infinity and zero beyond +-700.
double exp_of(double x);

}  // namespace simulation
