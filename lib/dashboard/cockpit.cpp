#include "dashboard/cockpit.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "terminal/utf8.hpp"

namespace dashboard {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t filter_bytes_max = 60;
/// A program that was stopped for a while does not make up for it.
constexpr std::chrono::nanoseconds wall_time_max = 500ms;

constexpr std::array<int, 3> pace_factors{1, 10, 100};

}  // namespace

std::optional<Cockpit::Pace> pace_of(std::string_view text) {
  if (text == "max") return Cockpit::Pace::max;
  if (text.ends_with('x')) text.remove_suffix(1);
  if (text == "1") return Cockpit::Pace::x1;
  if (text == "10") return Cockpit::Pace::x10;
  if (text == "100") return Cockpit::Pace::x100;
  return std::nullopt;
}

std::string_view name(Cockpit::Pace pace) {
  constexpr std::array names{"1x", "10x", "100x", "max"};
  return names[static_cast<std::size_t>(pace)];
}

void Cockpit::press(Key key) {
  notice_.clear();
  if (is_typing_filter_) return press_in_filter(key);
  if (shows_help_) {
    shows_help_ = false;
    return;
  }
  if (key.kind == Key::Kind::escape) filter_.clear();
  if (key.kind == Key::Kind::text) press_command(key.text);
}

void Cockpit::press_in_filter(Key key) {
  switch (key.kind) {
    case Key::Kind::enter:
      is_typing_filter_ = false;
      break;
    case Key::Kind::escape:
      is_typing_filter_ = false;
      filter_.clear();
      break;
    case Key::Kind::backspace:
      while (!filter_.empty() && (static_cast<unsigned char>(filter_.back()) & 0xC0) == 0x80)
        filter_.pop_back();
      if (!filter_.empty()) filter_.pop_back();
      break;
    case Key::Kind::text:
      if (key.text >= 0x20 && filter_.size() < filter_bytes_max)
        terminal::append_utf8(filter_, key.text);
      break;
  }
}

void Cockpit::press_command(char32_t key) {
  constexpr std::u32string_view shifted = U"!@#$%^&*(";
  if (key >= U'1' && key <= U'9') return press_fault(key - U'1', false);
  if (const auto at = shifted.find(key); at != std::u32string_view::npos)
    return press_fault(at, true);
  const auto number = static_cast<int>(pace_);
  switch (key) {
    case U' ':
      is_paused_ = !is_paused_;
      break;
    case U'.':
      is_paused_ = true;
      go_to(session_.run().now() + 1s);
      break;
    case U',':
      is_paused_ = true;
      if (!is_over()) session_.step();
      break;
    case U'+':
    case U'=':
      pace_ = static_cast<Pace>(std::min(number + 1, 3));
      break;
    case U'-':
    case U'_':
      pace_ = static_cast<Pace>(std::max(number - 1, 0));
      break;
    case U'b':
      session_.switch_breakers();
      break;
    case U'r':
      session_.switch_retries();
      break;
    case U'k':
      session_.switch_bulkheads();
      break;
    case U'c':
      if (session_.scenario().gateway) {
        session_.compare(!session_.is_comparing());
      } else {
        notice_ = "There is no gateway here, and no breaker to compare without.";
      }
      break;
    case U'/':
      is_typing_filter_ = true;
      filter_.clear();
      break;
    case U't':
      theme_ = theme_ == Theme::usual ? Theme::blue_orange : Theme::usual;
      break;
    case U'?':
    case U'h':
      shows_help_ = true;
      break;
    case U'q':
      wants_to_quit_ = true;
      break;
    default:
      notice_ = "No such key. ? shows those that there are.";
  }
}

void Cockpit::press_fault(std::size_t service, bool hangs) {
  const auto& services = session_.scenario().services;
  if (service >= services.size()) {
    notice_ = fmt::format("There are {} services: the keys 1 to {} make one fail.", services.size(),
                          services.size());
    return;
  }
  hangs ? session_.hang(service) : session_.degrade(service);
}

void Cockpit::pass(std::chrono::nanoseconds wall) {
  if (is_paused_ || shows_help_ || is_over()) return;
  const auto counted = std::clamp<std::chrono::nanoseconds>(wall, 0ns, wall_time_max);
  go_to(session_.run().now() + (pace_ == Pace::max
                                    ? std::chrono::nanoseconds(1s)
                                    : counted * pace_factors[static_cast<std::size_t>(pace_)]));
}

void Cockpit::go_to(std::chrono::nanoseconds time) {
  session_.run_until(end_ ? std::min(time, *end_) : time);
}

bool Cockpit::is_over() const {
  return session_.run().failure() != nullptr || (end_ && session_.run().now() >= *end_);
}

Frame Cockpit::frame(const FrameShape& shape) const {
  const auto snapshot = session_.run().snapshot();
  std::optional<Twin> twin;
  if (session_.is_comparing()) twin = session_.twin();
  const std::string failure = snapshot.failure ? "The run has ended: " + *snapshot.failure : "";
  return make_frame({.scenario = session_.scenario(),
                     .seed = session_.seed(),
                     .now = snapshot,
                     .log = session_.run().log(),
                     .pace = std::string(name(pace_)),
                     .is_paused = is_paused_,
                     .is_over = is_over(),
                     .twin = twin ? &*twin : nullptr,
                     .filter = filter_,
                     .is_typing_filter = is_typing_filter_,
                     .shows_help = shows_help_,
                     .notice = notice_.empty() ? failure : notice_},
                    shape);
}

}  // namespace dashboard
