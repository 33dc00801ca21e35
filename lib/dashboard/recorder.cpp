#include "dashboard/recorder.hpp"

#include <algorithm>
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "dashboard/cockpit.hpp"
#include "dashboard/frame_ansi.hpp"
#include "dashboard/log_tail.hpp"
#include "dashboard/words.hpp"

namespace dashboard {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::ordered_json;

constexpr std::chrono::nanoseconds frame_period = 500ms;

std::string cast_line(std::chrono::nanoseconds time, const char* kind, const std::string& text) {
  // Microseconds from whole numbers: doubles would print as many digits as they feel like.
  const auto us = time.count() / 1000;
  return fmt::format("[{}.{:06}, \"{}\", {}]\n", us / 1'000'000, us % 1'000'000, kind,
                     Json(text).dump(-1, ' ', true, Json::error_handler_t::replace));
}

}  // namespace

std::optional<std::string> record_cast(const simulation::Scenario& scenario, std::uint64_t seed,
                                       std::chrono::nanoseconds duration, const ArmPlan& plan,
                                       const FrameShape& shape, const StopAsked& stop_asked) {
  Session session(scenario, seed, plan);
  const Cockpit cockpit(session, Cockpit::Pace::x1, duration);
  const Json header{{"version", 2},
                    {"width", shape.columns},
                    {"height", shape.rows},
                    {"title", fmt::format("nines dashboard {} --seed {}", scenario.name, seed)},
                    {"env", {{"TERM", "xterm-256color"}}}};
  std::string cast = header.dump(-1, ' ', true, Json::error_handler_t::replace) + "\n";
  LogTail tail;
  std::optional<Frame> shown;
  for (std::chrono::nanoseconds time{};; time = std::min(time + frame_period, duration)) {
    if (stop_asked && stop_asked()) return std::nullopt;
    session.run_until(time);
    for (const auto& entry : tail.take(session.run().log())) {
      if (entry.kind == simulation::LogEntry::Kind::breaker)
        cast +=
            cast_line(entry.time, "m", fmt::format("{} {}", subject(entry, scenario), entry.text));
    }
    Frame frame = cockpit.frame(shape);
    const std::string bytes = redraw_ansi(shown ? &*shown : nullptr, frame, Theme::usual);
    if (!bytes.empty()) cast += cast_line(time, "o", bytes);
    shown = std::move(frame);
    if (time >= duration || session.run().failure() != nullptr) return cast;
  }
}

}  // namespace dashboard
