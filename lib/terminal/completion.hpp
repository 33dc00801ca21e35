#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace terminal {

/// What the Tab key does with the candidates that a completer offers.
struct Completion {
  std::string replacement;                ///< stands in place of the word before the cursor
  bool is_complete = false;               ///< the only candidate: a space follows
  std::vector<std::string> choices = {};  ///< to be listed: they leave more than one way to go on
};

/// The word that ends at the end of `before`; empty behind a blank.
std::string_view last_word(std::string_view before);

/// `word` itself is the replacement when the candidates agree on no more than it.
Completion complete(std::string_view word, std::vector<std::string> candidates);

/// The choices in columns of equal width, each line ending with a newline; printable.
std::string list_choices(const std::vector<std::string>& choices, int columns);

}  // namespace terminal
