#include "nines/context.hpp"

#include <string>
#include <system_error>

#include "base/error.hpp"
#include "base/xdg.hpp"
#include "nines/messages.hpp"

namespace nines {
namespace {

std::filesystem::path find_content() {
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  const std::filesystem::path candidates[] = {
      program.parent_path() / "../share/nines/content",  // as installed
      std::filesystem::path(NINES_SOURCE_FOLDER) / "content",
  };
  for (const auto& folder : candidates) {
    if (std::filesystem::is_directory(folder / "questions", error)) {
      return folder.lexically_normal();
    }
  }
  throw base::Error("the questions that belong to nines are missing: neither " +
                        candidates[0].lexically_normal().string() + " nor " +
                        candidates[1].string() + " has them",
                    "install nines again, or build it in its own checkout");
}

}  // namespace

const std::filesystem::path& shipped_content() {
  static const std::filesystem::path folder = find_content();
  return folder;
}

const content::Bank& Context::bank() const {
  std::vector<std::filesystem::path> packs{shipped_content()};
  packs.insert(packs.end(), globals_.packs.begin(), globals_.packs.end());
  const auto known = shared_.banks.find(packs);
  if (known != shared_.banks.end()) return known->second;
  const auto loaded =
      shared_.banks.emplace(packs, content::load(packs, shipped_content() / "schema")).first;
  tell_problems(loaded->second, console().capabilities());
  return loaded->second;
}

std::filesystem::path Context::data_folder() const {
  return globals_.data_folder ? *globals_.data_folder : base::data_folder();
}

std::filesystem::path Context::state_folder() const {
  return globals_.data_folder ? *globals_.data_folder : base::state_folder();
}

}  // namespace nines
