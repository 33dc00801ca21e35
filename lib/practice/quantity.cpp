#include "practice/quantity.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <system_error>

#include "base/ascii.hpp"

namespace practice {
namespace {

constexpr std::size_t length_max = 200;

struct Scale {
  std::string_view name;
  double factor;
};
constexpr std::array<Scale, 17> scales{{
    {"thousand", 1e3},
    {"million", 1e6},
    {"millions", 1e6},
    {"billion", 1e9},
    {"billions", 1e9},
    {"trillion", 1e12},
    {"mio", 1e6},
    {"mn", 1e6},
    {"bn", 1e9},
    {"k", 1e3},
    {"K", 1e3},
    {"M", 1e6},
    {"m", 1e6},
    {"G", 1e9},
    {"B", 1e9},
    {"b", 1e9},
    {"T", 1e12},
}};

class Reader {
 public:
  Reader(std::string_view text, const Unit& wanted) : text_(text), wanted_(wanted) {}

  std::optional<Quantity> run() {
    skip_politeness();
    Quantity total;
    const auto first = amount();
    if (!first) return std::nullopt;
    total = *first;
    // 1 h 30 min: parts of one time.
    while (!at_end()) {
      const auto next = amount();
      if (!next || !next->unit || !total.unit || next->unit->time != 1 || total.unit->time != 1) {
        return std::nullopt;
      }
      total.value += next->value * next->unit->factor / total.unit->factor;
      total.unit_text += " " + next->unit_text;
    }
    if (!std::isfinite(total.value)) return std::nullopt;
    return total;
  }

 private:
  bool at_end() {
    skip_blanks();
    return at_ >= text_.size();
  }
  char at(std::size_t place) const { return place < text_.size() ? text_[place] : '\0'; }
  void skip_blanks() {
    while (at(at_) == ' ' || at(at_) == '\t') ++at_;
  }
  bool accept(std::string_view words) {
    skip_blanks();
    if (!text_.substr(at_).starts_with(words)) return false;
    at_ += words.size();
    return true;
  }

  void skip_politeness() {
    while (accept("~") || accept("=") || accept("about ") || accept("approx. ") ||
           accept("approximately ") || accept("around ") || accept("ca. ")) {
    }
  }

  std::optional<Quantity> amount() {
    const auto number = read_number();
    if (!number) return std::nullopt;
    Quantity quantity{*number, std::nullopt, {}};
    std::string unit;
    while (!at_end() && !base::is_digit(at(at_))) {
      const std::string word = read_word();
      if (word.empty()) return std::nullopt;
      const auto scale = unit.empty() ? scale_of(word) : std::nullopt;
      if (scale) {
        quantity.value *= *scale;
      } else {
        unit += (unit.empty() || word == "/" || unit.ends_with('/') ? "" : " ") + word;
      }
    }
    if (!unit.empty()) quantity.unit = parse_unit(unit);
    quantity.unit_text = unit;
    return quantity;
  }

  /// Letters and what else units are written with, or a slash.
  std::string read_word() {
    if (at(at_) == '/') return std::string(1, text_[at_++]);
    const std::size_t begin = at_;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      const bool is_part = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '%' ||
                           c == '-' || c == '.' || static_cast<unsigned char>(c) >= 0x80;
      if (!is_part) break;
      ++at_;
    }
    std::string word(text_.substr(begin, at_ - begin));
    while (word.ends_with('.')) word.pop_back();
    return word.empty() && at_ > begin ? "." : word;
  }

  std::optional<double> scale_of(std::string_view word) const {
    const bool is_time = wanted_.time == 1 && wanted_.data == 0;
    const bool is_minutes = word == "m" && is_time;
    const bool is_bytes = (word == "B" || word == "b") && wanted_.data != 0;
    if (is_minutes || is_bytes) return std::nullopt;
    for (const Scale& scale : scales) {
      if (scale.name == word) return scale.factor;
    }
    return std::nullopt;
  }

  std::optional<double> read_number() {
    skip_blanks();
    std::string digits;
    if (at(at_) == '-' || at(at_) == '+') {
      if (text_[at_] == '-') digits = "-";
      ++at_;
    }
    const std::size_t sign = digits.size();
    bool has_point = false;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (base::is_digit(c)) {
        digits += c;
      } else if (is_thousands_separator(has_point)) {
        continue;
      } else if ((c == '.' || c == ',') && !has_point && base::is_digit(at(at_ + 1))) {
        has_point = true;
        digits += '.';
      } else {
        break;
      }
    }
    if (digits.size() == sign) return std::nullopt;
    if ((at(at_) == 'e' || at(at_) == 'E') &&
        (base::is_digit(at(at_ + 1)) ||
         ((at(at_ + 1) == '-' || at(at_ + 1) == '+') && base::is_digit(at(at_ + 2))))) {
      digits += 'e';
      ++at_;
      if (at(at_) == '+') ++at_;
      while (at(at_) == '-' || base::is_digit(at(at_))) digits += text_[at_++];
    }
    double value = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, value);
    if (error != std::errc() || stop != end) return std::nullopt;
    return value * power_of_ten();
  }

  /// A mark with three digits behind it and no fourth, and digits before.
  bool is_thousands_separator(bool has_point) const {
    const char c = text_[at_];
    if (has_point || (c != ',' && c != '_' && c != ' ' && c != '\'')) return false;
    if (at_ == 0 || !base::is_digit(text_[at_ - 1])) return false;
    return base::is_digit(at(at_ + 1)) && base::is_digit(at(at_ + 2)) &&
           base::is_digit(at(at_ + 3)) && !base::is_digit(at(at_ + 4));
  }

  /// "x10^6", "* 10^6"; 1 when nothing of the kind follows.
  double power_of_ten() {
    const std::size_t before = at_;
    if ((accept("x") || accept("*")) && accept("10^")) {
      int exponent = 0;
      const auto [stop, error] =
          std::from_chars(text_.data() + at_, text_.data() + text_.size(), exponent);
      if (error == std::errc() && std::abs(exponent) <= 30) {
        at_ = static_cast<std::size_t>(stop - text_.data());
        return std::pow(10.0, exponent);
      }
    }
    at_ = before;
    return 1;
  }

  std::string_view text_;
  const Unit& wanted_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<Quantity> parse_quantity(std::string_view text, const Unit& wanted) {
  if (text.size() > length_max) return std::nullopt;
  return Reader(text, wanted).run();
}

}  // namespace practice
