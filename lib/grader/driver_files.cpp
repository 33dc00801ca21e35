#include "grader/driver_files.hpp"

#include <system_error>

#include "base/error.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

/// Size and time of last change of the files in a folder.
void add_folder(const fs::path& folder, std::string& text) {
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    text += entry.path().string() + ' ' + std::to_string(entry.file_size()) + ' ' +
            std::to_string(entry.last_write_time().time_since_epoch().count()) + '\n';
  }
}

}  // namespace

DriverFiles find_driver(const Manifest& manifest, const std::string& language, Clock clock) {
  const bool is_real = clock == Clock::real_time;
  const char* name = is_real ? "driver-real.o" : "driver.o";
  const fs::path below = fs::path("drivers") / language;
  const fs::path folder = manifest.folder / below;
  const fs::path built = fs::path(NINES_BUILD_FOLDER) / "graders" / manifest.id / below / name;
  const fs::path object = fs::exists(folder / name) ? folder / name : built;
  std::error_code error;
  DriverFiles files{.folder = fs::canonical(folder, error), .object = {}};
  if (is_real) files.units.emplace_back("real_time.hpp");
  if (!error) files.object = fs::canonical(object, error);
  if (error) {
    throw base::Error("there is no driver for " + language + ": cannot find " + object.string(),
                      "Build the project again, or install it anew.");
  }
  return files;
}

std::string identity(const DriverFiles& driver) {
  std::string text = driver.object.string() + '\n';
  try {
    add_folder(driver.folder, text);
    add_folder(driver.object.parent_path(), text);
  } catch (const fs::filesystem_error& error) {
    throw base::Error(std::string("cannot read the driver: ") + error.what());
  }
  return text;
}

}  // namespace grader
