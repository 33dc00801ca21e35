#pragma once

#include <filesystem>
#include <string>

#include "nines/context.hpp"

namespace nines {

/// The prompt's history, in a file of one line a command. Each line is appended at once, so that a
/// kill loses none and two prompts do not overwrite each other; the file is cut back when it is
/// read. A file that cannot be used costs the history and nothing else.
class History {
 public:
  /// Loads the file into the console, unless `is_kept` is false: then nothing is read or written.
  History(Context& context, bool is_kept);
  void add(const std::string& line);

 private:
  terminal::Console& console_;
  std::filesystem::path file_;  ///< empty when none is kept
};

}  // namespace nines
