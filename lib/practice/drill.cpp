#include "practice/drill.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <variant>

#include "content/formula.hpp"
#include "content/template.hpp"
#include "practice/number_text.hpp"

namespace practice {
namespace {

constexpr int draws_max = 1000;
/// Steps of the grid where a real number has no step of its own.
constexpr double default_steps = 100;
constexpr double steps_max = 1e9;

/// The loader has parsed every formula of a drill; one that does not parse has no value.
std::optional<double> evaluate(const std::string& formula, std::span<const std::string> names,
                               std::span<const double> values) {
  const auto parsed = content::Formula::parse(formula, names);
  const auto* good = std::get_if<content::Formula>(&parsed);
  return good == nullptr ? std::nullopt : good->evaluate(values);
}

/// 0.1 * 3 without what is lost in binary.
double tidy(double value) {
  if (value == 0) return 0;
  const double scale = std::pow(10.0, 11 - std::floor(std::log10(std::abs(value))));
  return std::isfinite(scale) ? std::round(value * scale) / scale : value;
}

std::optional<double> draw_value(const content::Parameter& parameter,
                                 std::span<const std::string> names, std::span<const double> values,
                                 base::RandomStream& random) {
  if (parameter.type == content::Parameter::Type::choice) {
    return parameter.values[random.below(parameter.values.size())];
  }
  const auto min = evaluate(parameter.min, names, values);
  const auto max = evaluate(parameter.max, names, values);
  if (!min || !max) return std::nullopt;
  const bool is_whole = parameter.type == content::Parameter::Type::integer;
  const double low = is_whole ? std::ceil(*min) : *min;
  const double high = is_whole ? std::floor(*max) : *max;
  if (high < low) return std::nullopt;
  if (high == low) return low;
  const double step = parameter.step.value_or(is_whole ? 1 : (high - low) / default_steps);
  const double steps = std::floor((high - low) / step + 1e-9);
  if (!(steps >= 0 && steps <= steps_max)) return std::nullopt;
  const auto chosen = random.below(static_cast<std::uint64_t>(steps) + 1);
  return tidy(low + static_cast<double>(chosen) * step);
}

std::string render(const std::string& text, std::span<const std::string> names,
                   std::span<const double> values) {
  const auto parsed = content::Template::parse(text, names);
  const auto* good = std::get_if<content::Template>(&parsed);
  if (good == nullptr) return text;
  std::string result;
  for (const auto& part : good->parts()) {
    if (!part.formula) {
      result += part.text;
      continue;
    }
    const auto value = part.formula->evaluate(values);
    if (!value) {
      result += "?";
    } else if (part.decimals) {
      result += number_text(*value, *part.decimals);
    } else {
      const bool is_drawn = std::ranges::find(names, part.text) != names.end();
      result += is_drawn ? exact_number_text(*value) : number_text(*value);
    }
  }
  return result;
}

}  // namespace

std::string DrawnDrill::drawn_text() const {
  const auto names = item->drill()->names();
  std::string text;
  for (std::size_t i = 0; i < values.size(); ++i) {
    text += (i == 0 ? "" : " ") + names[i] + "=" + exact_number_text(values[i]);
  }
  return text;
}

std::optional<DrawnDrill> fill_in(const content::Item& item, std::vector<double> values) {
  const content::Drill& drill = *item.drill();
  const auto names = drill.names();
  const auto answer = evaluate(drill.answer, names, values);
  if (!answer) return std::nullopt;
  DrawnDrill drawn;
  drawn.item = &item;
  drawn.answer = *answer;
  drawn.prompt = render(item.prompt, names, values);
  drawn.explanation = render(drill.explain, names, values);
  drawn.values = std::move(values);
  return drawn;
}

std::optional<DrawnDrill> draw(const content::Item& item, base::RandomStream& random) {
  const content::Drill& drill = *item.drill();
  const auto names = drill.names();
  for (int i = 0; i < draws_max; ++i) {
    std::vector<double> values;
    for (const content::Parameter& parameter : drill.parameters) {
      const auto known = std::span(names).first(values.size());
      const auto value = draw_value(parameter, known, values, random);
      if (!value) break;
      values.push_back(*value);
    }
    if (values.size() < names.size()) continue;
    if (!drill.constraint.empty() && evaluate(drill.constraint, names, values).value_or(0) == 0) {
      continue;
    }
    if (auto drawn = fill_in(item, std::move(values))) return drawn;
  }
  return std::nullopt;
}

std::string with_unit(double value, const content::Drill& drill) {
  const std::string number = number_text(value);
  return drill.unit.empty() ? number : number + " " + drill.unit;
}

}  // namespace practice
