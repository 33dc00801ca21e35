#include "nines/quiz_reply.hpp"

#include <algorithm>
#include <cctype>

namespace nines {
namespace {

using Kind = QuizReply::Kind;

struct Command {
  Kind kind;
  char key;
  std::string_view name;
};

constexpr Command commands_at_question[] = {
    {Kind::help, '?', "help"},  {Kind::skip, 's', "skip"},  {Kind::flag, 'f', "flag"},
    {Kind::undo, 'u', "undo"},  {Kind::leave, 'q', "quit"}, {Kind::sources, '\0', "sources"},
    {Kind::reason, 'w', "why"},
};
constexpr Command commands_at_feedback[] = {
    {Kind::help, '?', "help"}, {Kind::sources, 's', "sources"}, {Kind::flag, 'f', "flag"},
    {Kind::undo, 'u', "undo"}, {Kind::leave, 'q', "quit"},      {Kind::reason, 'w', "why"},
    {Kind::next, 'n', "next"},
};

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

template <std::size_t N>
QuizReply find_command(const Command (&commands)[N], std::string_view line) {
  const auto space = line.find(' ');
  const std::string word = lower(line.substr(0, space));
  for (const auto& command : commands) {
    if (word != command.name && !(word.size() == 1 && word[0] == command.key)) continue;
    QuizReply reply{command.kind, 0, {}, {}};
    if (space == std::string_view::npos) return reply;
    // Only a flag says more than its name; anything else with more words is a slip.
    if (command.kind != Kind::flag) return {};
    reply.note = trim(line.substr(space));
    return reply;
  }
  return {};
}

/// The place an option's letter or number stands for, from 0; nothing when there is no such option.
std::optional<std::size_t> option_place(char c, std::size_t options) {
  const int letter = std::tolower(static_cast<unsigned char>(c));
  const int place = letter >= 'a' && letter <= 'z' ? letter - 'a' : c - '1';
  if (place < 0 || static_cast<std::size_t>(place) >= options) return std::nullopt;
  return static_cast<std::size_t>(place);
}

}  // namespace

QuizReply parse_at_question(std::string_view line, std::size_t options) {
  line = trim(line);
  if (line.empty()) return {};
  if (const auto place = option_place(line.front(), options)) {
    const std::string_view rest = trim(line.substr(1));
    if (rest.empty()) return {Kind::answer, *place, {}, {}};
    if (rest.size() == 1 && rest[0] >= '1' && rest[0] <= '3') {
      return {Kind::answer, *place, rest[0] - '0', {}};
    }
  }
  return find_command(commands_at_question, line);
}

QuizReply parse_at_feedback(std::string_view line) {
  line = trim(line);
  if (line.empty()) return {Kind::next, 0, {}, {}};
  return find_command(commands_at_feedback, line);
}

}  // namespace nines
