#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "dashboard/frame.hpp"
#include "dashboard/frame_ansi.hpp"
#include "dashboard/session.hpp"

namespace dashboard {

/// What the keys of the terminal view do to a session, and what of it the screen shows. Knows
/// neither terminal nor clock.
class Cockpit {
 public:
  enum class Pace : std::uint8_t { x1, x10, x100, max };

  /// `end`: when the run is over; absent: never.
  Cockpit(Session& session, Pace pace, std::optional<std::chrono::nanoseconds> end)
      : session_(session), end_(end), pace_(pace) {}

  struct Key {
    enum class Kind : std::uint8_t { text, enter, backspace, escape };
    Kind kind = Kind::text;
    char32_t text = 0;
  };
  void press(Key key);

  /// Simulated time goes on by what has passed on the wall, at the present pace; not at all while
  /// paused. At Pace::max by a second at a time: call it as often as there is time.
  void pass(std::chrono::nanoseconds wall);
  Pace pace() const { return pace_; }
  bool is_paused() const { return is_paused_; }
  bool is_over() const;
  bool wants_to_quit() const { return wants_to_quit_; }
  Theme theme() const { return theme_; }
  void set_theme(Theme theme) { theme_ = theme; }

  Frame frame(const FrameShape& shape) const;

 private:
  void press_in_filter(Key key);
  void press_command(char32_t key);
  void press_fault(std::size_t service, bool hangs);
  void go_to(std::chrono::nanoseconds time);

  Session& session_;
  std::optional<std::chrono::nanoseconds> end_;
  Pace pace_;
  Theme theme_ = Theme::usual;
  bool is_paused_ = false;
  bool wants_to_quit_ = false;
  bool shows_help_ = false;
  bool is_typing_filter_ = false;
  std::string filter_;
  std::string notice_;
};

/// "1", "10", "100" (also with an x behind) or "max"; empty for anything else.
std::optional<Cockpit::Pace> pace_of(std::string_view text);
std::string_view name(Cockpit::Pace pace);

}  // namespace dashboard
