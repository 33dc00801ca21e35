#include <algorithm>
#include <fmt/format.h>
#include <initializer_list>
#include <map>

#include "content/lint_rules.hpp"
#include "content/words.hpp"

namespace content {
namespace {

using Words = std::vector<std::string>;

std::string option_field(std::size_t index, const char* part) {
  return fmt::format("options[{}].{}", index, part);
}

bool is_blank(const std::string& text) {
  return text.find_first_not_of(" \t\n") == std::string::npos;
}

bool is_any(std::string_view word, std::initializer_list<std::string_view> list) {
  return std::ranges::find(list, word) != list.end();
}

/// A to D, or a to d: what an option could be called.
bool is_label(std::string_view word) {
  return word.size() == 1 && std::string_view("ABCDabcd").find(word[0]) != std::string_view::npos;
}

/// "All of the above", "none of these", "both", "none are correct".
bool stands_for_others(const Words& in_text) {
  if (in_text.empty() || in_text.size() > 5) return false;
  if (!is_any(in_text.front(), {"all", "any", "both", "each", "either", "neither", "none"})) {
    return false;
  }
  if (in_text.size() == 1) return is_any(in_text.front(), {"all", "both", "neither", "none"});
  return is_any(in_text.back(), {"above", "answers", "below", "correct", "options", "others",
                                 "right", "them", "these", "those", "true"});
}

/// "The second option", "the options above".
bool names_a_place(const Words& in_text) {
  for (std::size_t i = 0; i + 1 < in_text.size(); ++i) {
    const std::string& word = in_text[i];
    const std::string& next = in_text[i + 1];
    if (is_any(word, {"answers", "option", "options", "statements"}) &&
        is_any(next, {"above", "below"})) {
      return true;
    }
    if (next == "option" && is_any(word, {"first", "second", "third", "fourth", "previous",
                                          "preceding", "following"})) {
      return true;
    }
  }
  return false;
}

/// "Option B", "answers (b) and (c)", "both A and C", unless the question itself calls something by
/// that letter, such as a node or a design.
bool names_a_letter(const std::string& text, const std::string& prompt, bool is_option) {
  const auto in_text = words_as_written(text);
  const auto named = [&](std::string_view label) {
    const auto in_prompt = words_as_written(prompt);
    return std::ranges::find(in_prompt, label) != in_prompt.end();
  };
  for (std::size_t i = 0; i + 1 < in_text.size(); ++i) {
    const std::string_view next = in_text[i + 1];
    const char* const gap = in_text[i].data() + in_text[i].size();
    if (!is_any({gap, next.data()}, {" ", " (", " `", " **"})) continue;
    const bool by_number = is_any(in_text[i], {"option", "Option"}) && next.size() == 1 &&
                           next[0] >= '1' && next[0] <= '6';
    // "Answer a ..." is English.
    const bool by_letter =
        is_any(in_text[i], {"option", "Option", "options", "Options", "answer", "Answer", "answers",
                            "Answers", "choice", "Choice"}) &&
        is_label(next) && next != "a";
    if ((by_number || by_letter) && !named(next)) return true;
  }
  const std::size_t from = !in_text.empty() && is_any(in_text[0], {"both", "Both"}) ? 1 : 0;
  return is_option && in_text.size() == from + 3 && is_any(in_text[from + 1], {"and", "or"}) &&
         is_label(in_text[from]) && is_label(in_text[from + 2]) && !named(in_text[from]) &&
         !named(in_text[from + 2]);
}

void check_place(const Item& item, const std::string& text, bool is_option,
                 const std::string& field, Findings& findings) {
  const Words in_text = words(text);
  if (is_option && stands_for_others(in_text)) {
    findings.error(item, field, "all-or-none", "stands for other options; write the thing itself");
  } else if (names_a_place(in_text) || names_a_letter(text, item.prompt, is_option)) {
    findings.error(item, field, "refers-to-options",
                   "refers to options by letter, number or place; they are shuffled when shown");
  }
}

}  // namespace

void lint_options(const Item& item, Findings& findings) {
  const std::vector<Option>& options = item.choice()->options;
  if (options.size() < 3 || options.size() > 4) {
    findings.warning(item, "options", "option-count",
                     fmt::format("has {} options; three or four work best", options.size()));
  }
  std::map<std::string, std::size_t> seen;
  std::vector<std::string> phrases;
  for (std::size_t i = 0; i < options.size(); ++i) {
    for (const bool is_option : {true, false}) {
      const std::string& text = is_option ? options[i].text : options[i].why;
      const std::string field = option_field(i, is_option ? "text" : "why");
      if (is_blank(text)) {
        findings.error(item, field, "blank",
                       "is blank; every option has a text and an explanation");
      }
      check_place(item, text, is_option, field, findings);
    }
    const auto [first, is_new] = seen.emplace(normalised(options[i].text), i);
    if (!is_new) {
      findings.error(
          item, option_field(i, "text"), "equal-options",
          fmt::format("is the same as option {}", static_cast<char>('a' + first->second)));
    }
    phrases.push_back(fmt::format(" {} ", fmt::join(words(options[i].text), " ")));
  }
  for (std::size_t i = 0; i < options.size(); ++i) {
    if (std::ranges::count(phrases[i], ' ') < 3) continue;  // a single word may stand in anything
    for (std::size_t j = 0; j < options.size(); ++j) {
      if (phrases[i] != phrases[j] && phrases[j].find(phrases[i]) != std::string::npos) {
        findings.warning(
            item, option_field(i, "text"), "part-of-option",
            fmt::format("stands whole in option {}; a guesser takes the longer or rules "
                        "out both",
                        static_cast<char>('a' + j)));
      }
    }
  }
}

}  // namespace content
