#include "terminal/command_line.hpp"

#include <fmt/format.h>

#include "base/error.hpp"

namespace terminal {
namespace {

constexpr std::string_view blanks = " \t\r\n\v\f";

/// Takes the quoted text behind an opening quote off the front of `line`, the closing quote too.
std::string take_quoted(char quote, std::string_view& line) {
  std::string text;
  while (!line.empty()) {
    const char c = line.front();
    line.remove_prefix(1);
    if (c == quote) return text;
    if (quote == '"' && c == '\\' && !line.empty() &&
        (line.front() == '"' || line.front() == '\\')) {
      text += line.front();
      line.remove_prefix(1);
    } else {
      text += c;
    }
  }
  throw base::Error(
      fmt::format("a {} quote is opened and not closed", quote == '"' ? "double" : "single"),
      fmt::format("Close it with {0}, or write \\{0} for the character itself.", quote));
}

}  // namespace

std::vector<std::string> split_words(std::string_view line) {
  std::vector<std::string> words;
  bool in_word = false;
  while (!line.empty()) {
    const char c = line.front();
    line.remove_prefix(1);
    if (blanks.find(c) != std::string_view::npos) {
      in_word = false;
      continue;
    }
    if (!in_word) words.emplace_back();
    in_word = true;
    if (c == '\'' || c == '"') {
      words.back() += take_quoted(c, line);
    } else if (c == '\\') {
      if (line.empty()) {
        throw base::Error("the line ends in a backslash",
                          "Write \\\\ for the character itself, or leave it out.");
      }
      words.back() += line.front();
      line.remove_prefix(1);
    } else {
      words.back() += c;
    }
  }
  return words;
}

}  // namespace terminal
