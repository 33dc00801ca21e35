#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace practice {

/// A unit as a factor of base units: bytes, seconds, and plain numbers. What is counted (requests,
/// servers) is a plain number, a percentage a hundredth.
struct Unit {
  double factor = 1;
  int data = 0;  ///< power of bytes
  int time = 0;  ///< power of seconds: -1 in a rate
  bool is_percent = false;

  bool has_dimension_of(const Unit& other) const {
    return data == other.data && time == other.time;
  }
};

/// The unit a drill asks for, such as "ms", "MB/s", "requests/s", "%" or "". A word it does not
/// know is something that is counted.
Unit parse_unit(std::string_view text);

/// What somebody typed as an amount.
struct Quantity {
  double value = 0;          ///< before its unit
  std::optional<Unit> unit;  ///< absent when a bare number was given
  std::string unit_text;     ///< as typed
};

/// Reads an amount: 1050, 1,050, 1 050, 1_050, 17.5 h, 17,5 h, 1 h 30 min, 1e9, 2*10^6, 5k, 3
/// million, 250 Mbit/s, 12 requests per second, 5 %, about 40 ms. `wanted` decides where a letter
/// has two meanings: m is minutes where a time is asked for and B bytes where data are, else
/// million and billion. Absent when it is no amount.
std::optional<Quantity> parse_quantity(std::string_view text, const Unit& wanted);

}  // namespace practice
