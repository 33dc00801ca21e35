#include "simulation/words.hpp"

#include <array>
#include <charconv>

namespace simulation {

std::string decimal(double value, int places) {
  std::array<char, 400> buffer{};
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                          std::chars_format::fixed, places);
  if (error != std::errc{}) return "?";
  std::string text(buffer.data(), end);
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string milliseconds_text(std::chrono::nanoseconds time) {
  return decimal(static_cast<double>(time.count()) / 1e6, 3) + " ms";
}

std::string seconds_text(std::chrono::nanoseconds time) {
  return decimal(static_cast<double>(time.count()) / 1e9, 3) + " s";
}

std::string state_text(breaker::State state) {
  switch (state) {
    case breaker::State::closed:
      return "CLOSED";
    case breaker::State::open:
      return "OPEN";
    case breaker::State::half_open:
      break;
  }
  return "HALF_OPEN";
}

}  // namespace simulation
