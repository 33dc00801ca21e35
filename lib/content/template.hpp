#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "content/formula.hpp"

namespace content {

/// A text with formulas in braces: {n}, {100*(1-a)}, {n/3:2} for two decimals; {{ and }} are
/// braces. What a drill's prompt and explanation are.
class Template {
 public:
  /// A piece of text, or where `formula` is there, the place of its value.
  struct Part {
    std::string text;  ///< of the formula too
    std::optional<Formula> formula;
    std::optional<int> decimals;  ///< 0 to 12
  };

  static std::variant<Template, FormulaFault> parse(std::string_view text,
                                                    std::span<const std::string> names);

  const std::vector<Part>& parts() const { return parts_; }

 private:
  std::vector<Part> parts_;
};

}  // namespace content
