#pragma once

#include <string>

#include "base/clock.hpp"

namespace nines {

/// YYYY-MM-DD in the local time zone.
std::string local_date(base::WallTime at);
/// 2026-11-22T10:15:00.123Z
std::string utc_stamp(base::WallTime at);

}  // namespace nines
