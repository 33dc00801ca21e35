#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.hpp"
#include "content/item.hpp"

namespace practice {

/// A drill with its numbers.
struct DrawnDrill {
  const content::Item* item = nullptr;
  std::vector<double> values;  ///< in the order of the parameters
  double answer = 0;           ///< in the drill's unit
  std::string prompt;          ///< Markdown
  std::string explanation;     ///< Markdown

  /// The values as the journal keeps them: "n=20 p=0.01".
  std::string drawn_text() const;
};

/// Fills in given values. Absent when the answer is no finite number.
std::optional<DrawnDrill> fill_in(const content::Item& drill, std::vector<double> values);

/// Draws values until they satisfy the constraint; absent when a thousand draws do not.
std::optional<DrawnDrill> draw(const content::Item& drill, base::RandomStream& random);

struct DrillVerdict {
  enum class Outcome { right, wrong, wrong_unit, unreadable };
  Outcome outcome = Outcome::unreadable;
  double given = 0;  ///< in the drill's unit
  /// What may have happened, or what is wrong with the unit; may be empty.
  std::string hint;
};

/// Compares what was typed with the answer, in any unit that measures the same (quantity.hpp); a
/// bare number is in the drill's unit.
DrillVerdict check_answer(const DrawnDrill& drill, std::string_view text);

/// A number with the drill's unit.
std::string with_unit(double value, const content::Drill& drill);

}  // namespace practice
