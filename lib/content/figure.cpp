#include "content/figure.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <variant>

#include "base/ascii.hpp"
#include "content/formula.hpp"
#include "content/item_texts.hpp"

namespace content {
namespace {

/// Whether the number stands in the text, and not inside a longer one.
bool stands_in(std::string_view text, std::string_view number) {
  // A digit, or a point or comma with a digit on its far side, would go on with the number.
  const auto goes_on = [&](std::size_t at, std::size_t beyond) {
    if (at >= text.size()) return false;
    if (base::is_digit(text[at])) return true;
    return (text[at] == '.' || text[at] == ',') && beyond < text.size() &&
           base::is_digit(text[beyond]);
  };
  for (std::size_t at = text.find(number); at != std::string_view::npos;
       at = text.find(number, at + 1)) {
    const std::size_t end = at + number.size();
    if (!goes_on(at - 1, at - 2) && !goes_on(end, end + 1)) return true;
  }
  return false;
}

}  // namespace

std::optional<std::string> fault_of(const Figure& figure, const Item& item) {
  const auto texts = texts_of(item);
  if (std::ranges::none_of(
          texts, [&](const ItemText& part) { return stands_in(*part.text, figure.shown); })) {
    return fmt::format("shows \"{}\", which stands nowhere in the item", figure.shown);
  }
  const auto parsed = Formula::parse(figure.is);
  if (const auto* fault = std::get_if<FormulaFault>(&parsed)) {
    return fmt::format("has a formula that {} (character {})", fault->message, fault->position);
  }
  const auto value = std::get<Formula>(parsed).evaluate();
  if (!value) return "has a formula without a finite value";

  std::string digits = figure.shown;
  std::erase(digits, ',');
  double shown = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), shown);
  const std::size_t point = digits.find('.');
  const auto decimals = point == std::string::npos ? 0 : digits.size() - point - 1;
  double allowed = figure.rel ? *figure.rel * std::abs(*value)
                              : 0.5 * std::pow(10.0, -static_cast<double>(decimals));
  allowed += 1e-9 * std::abs(*value);  // 0.5 itself is not exact in binary
  if (std::abs(shown - *value) <= allowed) return std::nullopt;
  return fmt::format("shows \"{}\"; its formula gives {:.10g}", figure.shown, *value);
}

}  // namespace content
