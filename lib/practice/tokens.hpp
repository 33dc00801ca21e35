#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace practice {

/// A word or sign of a text, with where it stands.
struct Token {
  std::string word;  ///< lower case
  std::string stem;  ///< of an English word; the word itself for anything else
  std::size_t begin = 0;
  std::size_t end = 0;             ///< past its last byte
  bool is_after_boundary = false;  ///< punctuation that ends a clause stands before it
  bool is_prefix = false;          ///< ended with *: stands for any ending
};

/// Words (letters and digits, "n't" apart as "not") and the signs % + < > =. Hyphens and slashes
/// separate as blanks do. "percent" and "per cent" become %. With `stars`, as in phrases of
/// content, a * behind a word makes it a prefix. At most 20,000 tokens.
std::vector<Token> tokens_of(std::string_view text, bool stars = false);

}  // namespace practice
