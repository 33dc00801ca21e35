#include "content/template.hpp"

#include <utility>

namespace content {
namespace {

constexpr int decimals_max = 12;

/// Takes the ":3" from the end of a formula; no formula has a colon of its own.
std::variant<std::optional<int>, FormulaFault> take_decimals(std::string_view& formula) {
  const std::size_t colon = formula.find(':');
  if (colon == std::string_view::npos) return std::optional<int>();
  const std::string_view digits = formula.substr(colon + 1);
  int decimals = 0;
  for (const char c : digits) {
    decimals = c >= '0' && c <= '9' && decimals <= decimals_max ? decimals * 10 + (c - '0')
                                                                : decimals_max + 1;
  }
  if (digits.empty() || decimals > decimals_max) {
    return FormulaFault{colon + 2, "must have a number of decimals from 0 to 12 behind the ':'"};
  }
  formula = formula.substr(0, colon);
  return std::optional<int>(decimals);
}

}  // namespace

std::variant<Template, FormulaFault> Template::parse(std::string_view text,
                                                     std::span<const std::string> names) {
  Template result;
  std::string plain;
  const auto end_plain = [&] {
    if (!plain.empty()) result.parts_.push_back({std::exchange(plain, {}), {}, {}});
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c != '{' && c != '}') {
      plain += c;
    } else if (text.substr(at + 1).starts_with(c)) {
      plain += c;
      ++at;
    } else if (c == '}') {
      return FormulaFault{at + 1, "has a '}' without its '{'; a brace itself is written twice"};
    } else {
      const std::size_t end = text.find_first_of("{}", at + 1);
      if (end == std::string_view::npos || text[end] == '{') {
        return FormulaFault{at + 1, "has a '{' without its '}'; a brace itself is written twice"};
      }
      std::string_view formula = text.substr(at + 1, end - at - 1);
      auto decimals = take_decimals(formula);
      auto parsed = Formula::parse(formula, names);
      auto* fault = std::get_if<FormulaFault>(&parsed);
      if (fault == nullptr) fault = std::get_if<FormulaFault>(&decimals);
      if (fault != nullptr) return FormulaFault{at + 1 + fault->position, fault->message};
      end_plain();
      result.parts_.push_back({std::string(formula), std::get<Formula>(std::move(parsed)),
                               std::get<std::optional<int>>(decimals)});
      at = end;
    }
  }
  end_plain();
  return result;
}

}  // namespace content
