#include "practice/filter.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <string_view>

#include "base/ascii.hpp"
#include "base/error.hpp"

namespace practice {
namespace {

bool contains(std::string_view text, std::string_view word) {
  return std::search(text.begin(), text.end(), word.begin(), word.end(), [](char a, char b) {
           return base::ascii_lower(a) == base::ascii_lower(b);
         }) != text.end();
}

base::Error bad_value(std::string_view term, std::string_view values) {
  return base::Error(fmt::format("cannot understand the filter \"{}\"", term),
                     fmt::format("it takes {}", values));
}

content::Kind parse_kind(std::string_view term, std::string_view value) {
  const auto found = std::find(content::kind_names.begin(), content::kind_names.end(), value);
  if (found == content::kind_names.end()) {
    throw bad_value(term, "kind:choice, kind:open, kind:drill, kind:article or kind:erratum");
  }
  return static_cast<content::Kind>(found - content::kind_names.begin());
}

int parse_difficulty(std::string_view term, std::string_view value) {
  if (value.size() != 1 || value[0] < '1' || value[0] > '3') {
    throw bad_value(term, "difficulty:1, difficulty:2 or difficulty:3");
  }
  return value[0] - '0';
}

}  // namespace

Filter Filter::parse(std::span<const std::string> words) {
  Filter filter;
  for (const auto& term : words) {
    const std::size_t colon = term.find(':');
    const std::string name = colon == std::string::npos ? "" : term.substr(0, colon);
    const std::string value = colon == std::string::npos ? "" : term.substr(colon + 1);
    if (name == "topic") {
      filter.topics_.push_back(value);
    } else if (name == "kind") {
      filter.kind_ = parse_kind(term, value);
    } else if (name == "difficulty") {
      filter.difficulty_ = parse_difficulty(term, value);
    } else if (name == "flag") {
      if (!value.empty()) throw bad_value(term, "nothing behind the colon: flag:");
      filter.flagged_ = true;
    } else if (name == "is") {
      if (value == "new") {
        filter.standings_.push_back(Standing::fresh);
      } else if (value == "seen") {
        filter.standings_.push_back(Standing::seen);
      } else if (value == "right") {
        filter.standings_.push_back(Standing::right);
      } else if (value == "wrong") {
        filter.standings_.push_back(Standing::wrong);
      } else {
        throw bad_value(term, "is:new, is:seen, is:right or is:wrong");
      }
    } else {
      filter.words_.push_back(term);
    }
  }
  return filter;
}

bool Filter::matches(const content::Item& item, const ItemRecord& record) const {
  if (!topics_.empty() && std::find(topics_.begin(), topics_.end(), item.topic) == topics_.end()) {
    return false;
  }
  if (kind_ && item.kind() != *kind_) return false;
  if (difficulty_ && item.difficulty != *difficulty_) return false;
  if (flagged_ && record.notes.empty()) return false;
  const auto stands = [&record](Standing standing) {
    switch (standing) {
      case Standing::fresh:
        return record.answers == 0;
      case Standing::seen:
        return record.answers > 0;
      case Standing::right:
        return record.answers > 0 && record.last_correct;
      case Standing::wrong:
        return record.answers > 0 && !record.last_correct;
    }
    return false;
  };
  if (!std::all_of(standings_.begin(), standings_.end(), stands)) return false;
  return std::all_of(words_.begin(), words_.end(), [&item](const std::string& word) {
    return contains(item.id, word) || contains(item.topic, word) || contains(item.prompt, word);
  });
}

}  // namespace practice
