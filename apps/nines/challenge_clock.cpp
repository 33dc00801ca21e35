#include "nines/challenge_clock.hpp"

#include <fstream>
#include <system_error>

#include "base/error.hpp"

namespace nines {
namespace {

constexpr std::chrono::hours longest{24};

}  // namespace

ChallengeClock::ChallengeClock(const std::filesystem::path& state_folder,
                               const std::string& challenge)
    : file_(state_folder / ("challenge-" + challenge + ".started")) {}

void ChallengeClock::start(base::WallTime now) const {
  std::error_code error;
  std::filesystem::create_directories(file_.parent_path(), error);
  std::ofstream stream(file_, std::ios::trunc);
  stream << now.time_since_epoch().count() << '\n';
  stream.flush();
  if (!stream) {
    throw base::Error("cannot write " + file_.string(),
                      "check the folder, or choose another one with --data-dir");
  }
}

void ChallengeClock::stop() const {
  std::error_code error;
  std::filesystem::remove(file_, error);
}

std::optional<std::chrono::seconds> ChallengeClock::elapsed(base::WallTime now) const {
  std::ifstream stream(file_);
  std::int64_t started_ms = 0;
  if (!(stream >> started_ms)) return std::nullopt;
  const auto elapsed = now - base::WallTime(std::chrono::milliseconds(started_ms));
  if (elapsed < std::chrono::milliseconds::zero() || elapsed > longest) return std::nullopt;
  return std::chrono::duration_cast<std::chrono::seconds>(elapsed);
}

}  // namespace nines
