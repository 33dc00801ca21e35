#pragma once

#include <span>

namespace practice {

/// The SQL of migrations/NNNN_*.sql: number N, at index N - 1, leads from version N - 1 to N.
std::span<const char* const> migrations();

}  // namespace practice
