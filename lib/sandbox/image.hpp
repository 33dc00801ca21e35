#pragma once

#include "base/unique_fd.hpp"

namespace sandbox {

/// The guardian as an executable file without a name, open for reading (and executing) only, to be
/// executed through its descriptor. Throws base::Error when the machine allows no such file.
base::UniqueFd guardian_image();

}  // namespace sandbox
