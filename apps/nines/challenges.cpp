#include "nines/challenges.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <system_error>

#include "base/error.hpp"
#include "terminal/suggest.hpp"

namespace nines {
namespace {

namespace fs = std::filesystem;

/// Those folders under `folder` that hold a challenge; there are others, such as the virtual clock.
std::vector<fs::path> challenge_folders(const fs::path& folder) {
  std::vector<fs::path> folders;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (fs::is_regular_file(entry.path() / "challenge.json", error))
      folders.push_back(entry.path());
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

fs::path find_graders() {
  std::error_code error;
  const auto program = fs::read_symlink("/proc/self/exe", error);
  const fs::path candidates[] = {
      program.parent_path() / "../share/nines/graders",  // as installed
      fs::path(NINES_SOURCE_FOLDER) / "graders",
  };
  for (const auto& folder : candidates) {
    if (!challenge_folders(folder).empty()) return folder.lexically_normal();
  }
  throw base::Error("the challenges that belong to nines are missing: neither " +
                        candidates[0].lexically_normal().string() + " nor " +
                        candidates[1].string() + " has them",
                    "install nines again, or build it in its own checkout");
}

}  // namespace

const fs::path& shipped_graders() {
  static const fs::path folder = find_graders();
  return folder;
}

std::vector<grader::Manifest> load_challenges() {
  std::vector<grader::Manifest> challenges;
  for (const auto& folder : challenge_folders(shipped_graders()))
    challenges.push_back(grader::load_manifest(folder));
  return challenges;
}

grader::Manifest find_challenge(const std::string& id) {
  auto challenges = load_challenges();
  if (id.empty() && challenges.size() == 1) return std::move(challenges.front());
  std::vector<std::string> ids;
  for (auto& challenge : challenges) {
    if (challenge.id == id) return std::move(challenge);
    ids.push_back(challenge.id);
  }
  if (id.empty()) {
    throw base::Error("there are several challenges",
                      fmt::format("say which one: --challenge {}", ids.front()));
  }
  const auto near = terminal::nearest(id, ids);
  throw base::Error(fmt::format("there is no challenge \"{}\"", id),
                    near ? fmt::format("did you mean \"{}\"?", *near)
                         : "\"nines challenge list\" shows what there is");
}

}  // namespace nines
