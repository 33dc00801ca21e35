#include "practice/number_text.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace practice {
namespace {

constexpr double huge = 1e15;
constexpr double tiny = 1e-9;
constexpr int digits_min = 6;
constexpr int digits_max = 12;

bool is_near_whole(double value) {
  return std::abs(value - std::round(value)) <= 1e-11 * std::max(1.0, std::abs(value));
}

std::string with_commas(std::string digits) {
  const std::size_t begin = digits.starts_with('-') ? 1 : 0;
  const std::size_t end = std::min(digits.find('.'), digits.size());
  for (std::size_t at = end; at > begin + 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

std::string fixed(double value, int decimals) {
  std::string text = fmt::format("{:.{}f}", value, decimals);
  if (text.find_first_not_of("-0.") == std::string::npos && text.starts_with('-')) text.erase(0, 1);
  return text;
}

std::string significant(double value, int digits) {
  const int before_point = static_cast<int>(std::floor(std::log10(std::abs(value)))) + 1;
  std::string text = fixed(value, std::max(0, digits - before_point));
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
  }
  return text;
}

}  // namespace

std::string number_text(double value) {
  const double size = std::abs(value);
  if (value != 0 && (size >= huge || size < tiny)) return fmt::format("{:.6g}", value);
  if (is_near_whole(value)) return with_commas(fixed(std::round(value), 0));
  for (int digits = digits_min; digits < digits_max; ++digits) {
    const std::string text = significant(value, digits);
    if (text.find('.') != std::string::npos) return with_commas(text);
  }
  return with_commas(significant(value, digits_max));
}

std::string number_text(double value, int decimals) {
  if (std::abs(value) >= huge) return fmt::format("{:.6g}", value);
  return with_commas(fixed(value, decimals));
}

std::string exact_number_text(double value) {
  const double size = std::abs(value);
  if (value == 0) return "0";
  if (size >= huge || size < tiny) return fmt::format("{:.12g}", value);
  return with_commas(significant(value, digits_max));
}

}  // namespace practice
