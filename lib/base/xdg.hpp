#pragma once

#include <filesystem>

namespace base {

/// Where the XDG base directory specification puts this program's files:
/// $XDG_DATA_HOME/nines and so on, with the specification's defaults under $HOME. A relative path
/// in a variable is ignored, as it asks. Nothing is created.
/// Throws Error when a default is needed and HOME is not set.
std::filesystem::path data_folder();
std::filesystem::path state_folder();
std::filesystem::path config_folder();
std::filesystem::path cache_folder();

}  // namespace base
