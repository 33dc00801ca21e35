#include "breaker/notation.hpp"

#include <array>
#include <cstddef>
#include <optional>

#include "base/error.hpp"

namespace breaker {
namespace {

/// In the order of Step.
constexpr std::array<std::string_view, 8> symbols{"S", "F", "w", "h", "?", "(", ")s", ")f"};

std::optional<Step> step_at_front(std::string_view text) {
  for (std::size_t i = 0; i < symbols.size(); ++i)
    if (text.starts_with(symbols[i])) return static_cast<Step>(i);
  return std::nullopt;
}

std::string_view symbol(Step step) {
  return symbols.at(static_cast<std::size_t>(step));
}

[[noreturn]] void refuse(std::size_t offset, const std::string& what) {
  throw base::Error("trace, position " + std::to_string(offset + 1) + ": " + what,
                    "The steps of a trace are S F w h ? ( )s )f.");
}

/// Bytes outside ASCII may be part of a character, and alone are none.
std::string quoted(char byte) {
  constexpr std::string_view digits = "0123456789abcdef";
  const auto value = static_cast<unsigned char>(byte);
  if (value > ' ' && value < 0x7f) return {'\'', byte, '\''};
  return {'b', 'y', 't', 'e', ' ', '0', 'x', digits[value / 16], digits[value % 16]};
}

}  // namespace

Trace parse_trace(std::string_view text) {
  Trace trace;
  std::size_t unfinished = 0;
  for (std::size_t offset = 0; offset < text.size();) {
    const auto step = step_at_front(text.substr(offset));
    if (!step && text[offset] == ')') refuse(offset, "')' is not followed by s or f");
    if (!step) refuse(offset, quoted(text[offset]) + " is not a step");
    if (*step == Step::begin) ++unfinished;
    if (*step == Step::finish_succeed || *step == Step::finish_fail) {
      if (unfinished == 0) refuse(offset, "no call has begun that could finish here");
      --unfinished;
    }
    trace.push_back(*step);
    offset += symbol(*step).size();
  }
  return trace;
}

std::string to_string(const Trace& trace) {
  std::string text;
  for (const Step step : trace) text += symbol(step);
  return text;
}

}  // namespace breaker
