#include "nines/command_word.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace nines {
namespace {

constexpr std::array<std::pair<char, std::string_view>, 10> names{{{'y', "yes"},
                                                                   {'n', "no"},
                                                                   {'s', "skip"},
                                                                   {'u', "undo"},
                                                                   {'f', "flag"},
                                                                   {'q', "quit"},
                                                                   {'p', "pause"},
                                                                   {'t', "type"},
                                                                   {'r', "references"},
                                                                   {'?', "help"}}};

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

}  // namespace

CommandWord parse_command_word(std::string_view line, std::string_view letters) {
  line = trim(line);
  if (line.empty()) return {'\n', {}};
  const std::size_t space = line.find(' ');
  std::string word(line.substr(0, space));
  std::ranges::transform(word, word.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  for (const auto& [letter, name] : names) {
    if (word != name && word != std::string_view(&letter, 1)) continue;
    if (letters.find(letter) == std::string_view::npos) return {};
    if (space == std::string_view::npos) return {letter, {}};
    if (letter != 'f') return {};
    return {letter, std::string(trim(line.substr(space)))};
  }
  return {};
}

}  // namespace nines
