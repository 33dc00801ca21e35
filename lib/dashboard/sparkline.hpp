#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace dashboard {

/// Levels 0 .. 4 as a row of `cells` characters, two levels in each, the newest at the right:
/// braille, or ` _.-^` for the higher of the two.
std::string sparkline(const std::vector<int>& levels, int cells, bool unicode);

/// One character for each count, higher the more there are, the largest of them highest; what is
/// not 0 is seen.
std::string bars(std::span<const std::uint64_t> counts, std::uint64_t largest, bool unicode);

/// Of a value on a fixed scale: 3 reaches up to the limit, 4 is above it, 0 is nothing.
int level_below_limit(double value, double limit);

/// `columns` wide, with a partly filled bar.
std::string gauge(double share, int columns, bool unicode);

}  // namespace dashboard
