// Formulas and templates of content: any bytes are refused with a place inside them, or give a
// finite number or none, in bounded time.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "content/formula.hpp"
#include "content/template.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::vector<std::string> names{"n", "p"};
  const std::vector<double> values{20, 0.01};
  const auto parsed = content::Formula::parse(text, names);
  if (const auto* formula = std::get_if<content::Formula>(&parsed)) {
    const auto value = formula->evaluate(values);
    if (value && !std::isfinite(*value)) std::abort();
  } else if (std::get<content::FormulaFault>(parsed).position > size + 1) {
    std::abort();
  }
  content::Template::parse(text, names);
  return 0;
}
