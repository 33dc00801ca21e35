#include "practice/tokens.hpp"

#include <algorithm>
#include <libstemmer.h>
#include <memory>

#include "base/ascii.hpp"

namespace practice {
namespace {

constexpr std::size_t tokens_max = 20'000;
constexpr std::size_t word_bytes_max = 100;

/// Bytes of other scripts count as letters.
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

/// libstemmer's English stemmer, one a thread.
class Stemmer {
 public:
  std::string stem(const std::string& word) {
    if (!stemmer_ || word.size() > word_bytes_max) return word;
    const sb_symbol* const stem =
        sb_stemmer_stem(stemmer_.get(), reinterpret_cast<const sb_symbol*>(word.data()),
                        static_cast<int>(word.size()));
    if (stem == nullptr) return word;
    return {reinterpret_cast<const char*>(stem),
            static_cast<std::size_t>(sb_stemmer_length(stemmer_.get()))};
  }

 private:
  struct Delete {
    void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
  };
  std::unique_ptr<sb_stemmer, Delete> stemmer_{sb_stemmer_new("english", nullptr)};
};

std::string stem_of(const std::string& word) {
  thread_local Stemmer stemmer;
  return stemmer.stem(word);
}

/// The word that "n't" was taken on to: "doesn" is does, "can" is can, "won" is will.
std::string before_not(std::string word) {
  if (word == "can") return word;
  if (word == "won") return "will";
  if (word == "shan") return "shall";
  word.pop_back();
  return word;
}

class Tokeniser {
 public:
  Tokeniser(std::string_view text, bool stars) : text_(text), stars_(stars) {}

  std::vector<Token> run() && {
    while (at_ < text_.size() && tokens_.size() < tokens_max) {
      const char c = text_[at_];
      if (is_letter(c) || base::is_digit(c)) {
        word();
      } else if (std::string_view("%+<>=").find(c) != std::string_view::npos) {
        add(std::string(1, c), at_, at_ + 1);
        ++at_;
      } else {
        boundary_ = boundary_ || std::string_view(".,;:!?()\n").find(c) != std::string_view::npos;
        ++at_;
      }
    }
    return std::move(tokens_);
  }

 private:
  char at(std::size_t place) const { return place < text_.size() ? text_[place] : '\0'; }

  void word() {
    const std::size_t begin = at_;
    std::string word;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      const bool is_inside_number = (c == '.' || c == ',') && !word.empty() &&
                                    base::is_digit(word.back()) && base::is_digit(at(at_ + 1));
      if (!is_letter(c) && !base::is_digit(c) && !is_inside_number) break;
      if (c != ',') word += base::ascii_lower(c);
      ++at_;
    }
    const bool has_nt = word.size() > 2 && word.ends_with('n') && at(at_) == '\'' &&
                        base::ascii_lower(at(at_ + 1)) == 't' && !is_letter(at(at_ + 2));
    if (at(at_) == '\'') {
      // What follows an apostrophe ("replica's", "doesn't") is no word of its own.
      do ++at_;
      while (is_letter(at(at_)));
    }
    if (has_nt) word = before_not(std::move(word));
    add(word, begin, at_);
    if (has_nt) add("not", begin, at_);
    if (stars_ && at(at_) == '*') {
      tokens_.back().is_prefix = true;
      ++at_;
    }
  }

  void add(std::string word, std::size_t begin, std::size_t end) {
    if (word == "cannot") {
      add("can", begin, end);
      word = "not";
    }
    if (word == "percent") word = "%";
    if (word == "cent" && !tokens_.empty() && tokens_.back().word == "per") {
      begin = tokens_.back().begin;
      tokens_.pop_back();
      word = "%";
    }
    Token token{word, stem_of(word), begin, end, boundary_, false};
    boundary_ = false;
    tokens_.push_back(std::move(token));
  }

  std::string_view text_;
  bool stars_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  bool boundary_ = false;
};

}  // namespace

std::vector<Token> tokens_of(std::string_view text, bool stars) {
  return Tokeniser(text, stars).run();
}

}  // namespace practice
