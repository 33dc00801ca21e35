#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "content/bank.hpp"
#include "terminal/capabilities.hpp"
#include "terminal/console.hpp"

namespace nines {

/// Options that every verb takes.
struct Globals {
  terminal::Preferences display;
  bool json = false;
  std::optional<std::uint64_t> seed;
  std::optional<std::filesystem::path> data_folder;
  std::vector<std::filesystem::path> packs;  ///< --content, beside the shipped pack
};

/// Exit statuses, the same for all verbs.
inline constexpr int status_done = 0;
inline constexpr int status_refused = 1;  ///< graded and not accepted, or a check found faults
inline constexpr int status_failed = 2;   ///< wrong usage, or the job could not be done
inline constexpr int status_interrupted = 130;

/// What lives as long as the process and is shared by the commands of one prompt.
struct Shared {
  terminal::Console& console;
  const base::Clock& clock;
  int results;  ///< the descriptor that JSON goes to
  std::map<std::vector<std::filesystem::path>, content::Bank> banks;
};

/// What a verb runs in.
class Context {
 public:
  Context(Globals globals, Shared& shared) : globals_(std::move(globals)), shared_(shared) {}

  const Globals& globals() const { return globals_; }
  terminal::Console& console() const { return shared_.console; }
  const base::Clock& clock() const { return shared_.clock; }
  Shared& shared() const { return shared_; }

  /// The shipped pack and those of --content, loaded on first use. What is wrong with them is told
  /// on standard error then, once.
  const content::Bank& bank() const;

  /// Where the journal is: --data-dir, else the XDG data folder.
  std::filesystem::path data_folder() const;
  /// Where the prompt's history is: --data-dir, else the XDG state folder.
  std::filesystem::path state_folder() const;

 private:
  Globals globals_;
  Shared& shared_;
};

/// The folder with the shipped content, of the build tree or the installation.
/// Throws base::Error when there is none.
const std::filesystem::path& shipped_content();

}  // namespace nines
