#pragma once

#include <cstdint>
#include <string>
#include <typeinfo>

#include "driver_interface.hpp"
#include "grader/trace_interface.hpp"

namespace nines_driver {

/// What fn is to do and what became of it. Values and exceptions rotate with `number`.
struct Call {
  std::uint32_t number = 0;
  bool succeeds = true;
  /// Run inside fn before it ends; null for a call that does not overlap another.
  void (*inside)(Call& call) = nullptr;
  void* owner = nullptr;

  std::uint32_t runs = 0;
  grader::Outcome outcome = grader::Outcome::none;
};

}  // namespace nines_driver
