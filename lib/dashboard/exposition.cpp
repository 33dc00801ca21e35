#include "dashboard/exposition.hpp"

#include <cmath>
#include <fmt/format.h>

namespace dashboard {
namespace {

std::string exposition_escaped(std::string_view text, bool with_quotes) {
  std::string escaped;
  for (const char character : text) {
    if (character == '\\') {
      escaped += "\\\\";
    } else if (character == '\n') {
      escaped += "\\n";
    } else if (character == '"' && with_quotes) {
      escaped += "\\\"";
    } else {
      escaped += character;
    }
  }
  return escaped;
}

std::string exposition_number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  return fmt::format("{}", value);
}

std::string_view exposition_type(Exposition::Type type) {
  switch (type) {
    case Exposition::Type::counter:
      return "counter";
    case Exposition::Type::gauge:
      return "gauge";
    case Exposition::Type::histogram:
      break;
  }
  return "histogram";
}

}  // namespace

void Exposition::family(std::string_view name, Type type, std::string_view help) {
  family_ = name;
  text_ += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, exposition_escaped(help, false), name,
                       exposition_type(type));
}

void Exposition::line(std::string_view suffix, const Labels& labels, const std::string& value) {
  text_ += family_;
  text_ += suffix;
  const char* before = "{";
  for (const auto& [name, label] : labels) {
    text_ += fmt::format("{}{}=\"{}\"", before, name, exposition_escaped(label, true));
    before = ",";
  }
  if (!labels.empty()) text_ += '}';
  text_ += fmt::format(" {}\n", value);
}

void Exposition::sample(const Labels& labels, double value) {
  line("", labels, exposition_number(value));
}

void Exposition::sample(const Labels& labels, std::uint64_t value) {
  line("", labels, std::to_string(value));
}

void Exposition::histogram(const Labels& labels, const HistogramSample& sample) {
  Labels with_bound = labels;
  with_bound.emplace_back("le", "");
  for (std::size_t i = 0; i < sample.bounds.size(); ++i) {
    with_bound.back().second = exposition_number(sample.bounds[i]);
    line("_bucket", with_bound, std::to_string(sample.cumulative[i]));
  }
  with_bound.back().second = "+Inf";
  line("_bucket", with_bound, std::to_string(sample.count));
  line("_sum", labels, exposition_number(sample.sum));
  line("_count", labels, std::to_string(sample.count));
}

}  // namespace dashboard
