#include <array>
#include <cmath>
#include <fmt/format.h>

#include "practice/drill.hpp"
#include "practice/quantity.hpp"

namespace practice {
namespace {

/// How close a wrong answer must come to a known slip to be explained by it.
constexpr double slip_tolerance = 0.005;

bool is_about(double value, double expected) {
  return std::abs(value - expected) <= slip_tolerance * std::abs(expected);
}

std::string dimension_name(const Unit& unit) {
  if (unit.data != 0 && unit.time < 0) return "data per time";
  if (unit.data != 0) return "an amount of data";
  if (unit.time > 0) return "a time";
  if (unit.time < 0) return "a rate, so many per time";
  return unit.is_percent ? "a percentage" : "a plain number";
}

struct Slip {
  double factor;  ///< given is the right answer times this
  const char* hint;
};
constexpr std::array<Slip, 6> any_slips{{
    {1000, "a factor of 1,000 too much: a prefix (milli, kilo, mega)?"},
    {0.001, "a factor of 1,000 too little: a prefix (milli, kilo, mega)?"},
    {1e6, "a factor of 1,000,000 too much: a prefix (micro, mega)?"},
    {1e-6, "a factor of 1,000,000 too little: a prefix (micro, mega)?"},
    {2, "twice the answer: was something counted double?"},
    {0.5, "half the answer: is something counted once that counts twice?"},
}};
constexpr std::array<Slip, 6> data_slips{{
    {8, "a factor of 8 too much: bits and bytes?"},
    {0.125, "a factor of 8 too little: bits and bytes?"},
    {1.024, "a factor of 1.024: 1,024 where 1,000 is meant?"},
    {1 / 1.024, "a factor of 1.024: 1,024 where 1,000 is meant?"},
    {1.073741824, "a factor of 1.074: GiB where GB are meant?"},
    {1 / 1.073741824, "a factor of 1.074: GiB where GB are meant?"},
}};
constexpr std::array<Slip, 6> time_slips{{
    {60, "a factor of 60 too much: seconds, minutes and hours?"},
    {1 / 60.0, "a factor of 60 too little: seconds, minutes and hours?"},
    {3600, "a factor of 3,600 too much: seconds and hours?"},
    {1 / 3600.0, "a factor of 3,600 too little: seconds and hours?"},
    {24, "a factor of 24 too much: hours and days?"},
    {1 / 24.0, "a factor of 24 too little: hours and days?"},
}};

std::string find_slip(const std::array<Slip, 6>& slips, double ratio) {
  for (const Slip& slip : slips) {
    if (is_about(ratio, slip.factor)) return slip.hint;
  }
  return {};
}

/// What may have led from the right answer to the given one; empty when nothing comes to mind.
std::string explain_miss(double right, double given, const content::Drill& drill,
                         const Unit& unit) {
  if (unit.is_percent) {
    if (is_about(given, 100 - right)) return "the complement of the answer: 100 - x?";
    if (right != 0 && is_about(given / right, 0.01)) {
      return "a hundredth of the answer: a fraction where a percentage is asked for?";
    }
  }
  if (drill.tolerance.type == content::Tolerance::Type::exact && std::abs(given - right) == 1) {
    return "off by one.";
  }
  if (right == 0) return {};
  const double ratio = given / right;
  if (unit.data != 0) {
    if (auto hint = find_slip(data_slips, ratio); !hint.empty()) return hint;
  }
  if (unit.time != 0) {
    if (auto hint = find_slip(time_slips, ratio); !hint.empty()) return hint;
  }
  return find_slip(any_slips, ratio);
}

}  // namespace

DrillVerdict check_answer(const DrawnDrill& drawn, std::string_view text) {
  using Outcome = DrillVerdict::Outcome;
  const content::Drill& drill = *drawn.item->drill();
  const Unit wanted = parse_unit(drill.unit);
  const auto quantity = parse_quantity(text, wanted);
  if (!quantity) return {};
  DrillVerdict verdict;
  verdict.given = quantity->value;
  if (quantity->unit) {
    const Unit& unit = *quantity->unit;
    if (!unit.has_dimension_of(wanted)) {
      verdict.outcome = Outcome::wrong_unit;
      verdict.hint = fmt::format("\"{}\" is {}; asked for is {}{}", quantity->unit_text,
                                 dimension_name(unit), dimension_name(wanted),
                                 drill.unit.empty() ? "" : fmt::format(" ({})", drill.unit));
      return verdict;
    }
    // What is counted has no unit to convert, also where a percentage is asked for.
    const bool is_counted = !unit.is_percent && unit.data == 0 && unit.time == 0;
    if (!is_counted) verdict.given = quantity->value * unit.factor / wanted.factor;
  }
  if (drill.tolerance.accepts(drawn.answer, verdict.given)) {
    verdict.outcome = Outcome::right;
    return verdict;
  }
  verdict.outcome = Outcome::wrong;
  verdict.hint = explain_miss(drawn.answer, verdict.given, drill, wanted);
  return verdict;
}

}  // namespace practice
