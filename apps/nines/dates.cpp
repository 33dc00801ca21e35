#include "nines/dates.hpp"

#include <ctime>
#include <fmt/chrono.h>
#include <fmt/format.h>

#include "practice/statistics.hpp"

namespace nines {

std::string local_date(base::WallTime at) {
  const std::chrono::year_month_day day(practice::local_day(at));
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()),
                     static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}

std::string utc_stamp(base::WallTime at) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(at);
  const std::time_t seconds = std::chrono::system_clock::to_time_t(whole);
  std::tm parts{};
  if (::gmtime_r(&seconds, &parts) == nullptr) return "";
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", parts, (at - whole).count());
}

}  // namespace nines
