#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace nines {

/// What a user wants at a question, from one key or one line.
struct QuizReply {
  enum class Kind { answer, help, skip, flag, undo, sources, reason, leave, next, unknown };
  Kind kind = Kind::unknown;
  std::size_t place = 0;         ///< of the answer, counted from 0
  std::optional<int> certainty;  ///< given in the same line, as in "b 3"
  std::string note;              ///< of a flag, as in "f the second option is true as well"
};

/// At the question: `b`, `2`, `b 3`, `b3`, and the letters of the commands or their names; an
/// empty line is unknown.
QuizReply parse_at_question(std::string_view line, std::size_t options);
/// Behind the feedback, where `s` shows the sources and an empty line goes on.
QuizReply parse_at_feedback(std::string_view line);

}  // namespace nines
