#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dashboard {

/// Names and values, as they are: escaping is done here.
using Labels = std::vector<std::pair<std::string_view, std::string>>;

/// Writes Prometheus' text format 0.0.4, one metric family after the other: what the format asks
/// for of order and escapes holds by itself.
class Exposition {
 public:
  enum class Type : std::uint8_t { counter, gauge, histogram };

  /// Begins a family; samples belong to it until the next one. A name must not come twice.
  void family(std::string_view name, Type type, std::string_view help);
  void sample(const Labels& labels, double value);
  void sample(const Labels& labels, std::uint64_t value);

  struct HistogramSample {
    std::span<const double> bounds;             ///< increasing
    std::span<const std::uint64_t> cumulative;  ///< as many
    std::uint64_t count = 0;
    double sum = 0;
  };
  void histogram(const Labels& labels, const HistogramSample& sample);

  const std::string& text() const { return text_; }

 private:
  void line(std::string_view suffix, const Labels& labels, const std::string& value);

  std::string text_;
  std::string family_;
};

inline constexpr const char* exposition_content_type = "text/plain; version=0.0.4; charset=utf-8";

}  // namespace dashboard
