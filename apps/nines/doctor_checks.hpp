#pragma once

#include <string>
#include <vector>

#include "nines/context.hpp"

namespace nines {

/// One thing that nines needs or can use on this machine.
struct Check {
  enum class Status {
    works,
    missing,  ///< nines does without it
    fails,    ///< something that nines promises does not work
  };
  std::string area;  ///< "compilers"
  std::string name;  ///< "g++"
  Status status = Status::works;
  std::string text;  ///< what was found, or why it does not work; may quote other programs
};

/// Looks at everything; takes a second or two, since what a machine can do is tried.
std::vector<Check> check_machine(Context& context);

/// Whether everything that nines promises works.
bool is_healthy(const std::vector<Check>& checks);

}  // namespace nines
