#pragma once

#include <string>
#include <string_view>

namespace nines {

/// What a reply commands: the letter of a command, given as that letter or as its name (q or quit),
/// perhaps with more behind it.
struct CommandWord {
  char letter = 0;   ///< '\n' for an empty line, 0 for what is no command
  std::string rest;  ///< of a flag: the note
};

/// `letters` are the commands that are known here, out of: y yes, n no, s skip, u undo, f flag,
/// q quit, p pause, t type, r references, ? help. Only a flag may have a rest.
CommandWord parse_command_word(std::string_view line, std::string_view letters);

}  // namespace nines
