#pragma once

#include <string_view>

#include "base/error.hpp"
#include "content/bank.hpp"
#include "terminal/capabilities.hpp"

namespace nines {

/// Messages go to standard error, made printable and begun with the program's name.
void tell(std::string_view message, const terminal::Capabilities& capabilities);
void tell_error(const base::Error& error, const terminal::Capabilities& capabilities);
/// What could not be loaded: the first few, then how many more there are and how to see them.
void tell_problems(const content::Bank& bank, const terminal::Capabilities& capabilities);

}  // namespace nines
