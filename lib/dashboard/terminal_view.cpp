#include "dashboard/terminal_view.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <sys/ioctl.h>
#include <unistd.h>

// The wide version: addnstr takes UTF-8 and knows how wide it is.
#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#include <curses.h>

#include "base/error.hpp"

namespace dashboard {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto frame_time = 100ms;
constexpr int columns_least = 20;
constexpr int rows_least = 4;
constexpr wint_t ctrl_c = 3;
constexpr wint_t ctrl_l = 12;
constexpr wint_t ctrl_z = 26;
constexpr wint_t escape = 27;

enum ColorPair : short { pair_good = 1, pair_warning, pair_probing, pair_bad };

/// The alternate screen and the mode of the terminal, for as long as it lives.
class CursesScreen {
 public:
  explicit CursesScreen(bool colour) {
    screen_ = ::newterm(nullptr, stdout, stdin);
    if (screen_ == nullptr) {
      const char* const term = std::getenv("TERM");
      throw base::Error(std::string("cannot draw on a terminal of the type \"") +
                            (term == nullptr ? "" : term) + "\"",
                        "--plain writes a line for every second instead");
    }
    ::set_term(screen_);
    // Ctrl-C and Ctrl-Z come as keys, so that the screen is left before anything else happens.
    ::raw();
    ::noecho();
    ::nonl();
    ::keypad(stdscr, TRUE);
    ::set_escdelay(25);
    ::curs_set(0);
    has_colour_ = colour && ::has_colors();
    if (has_colour_) ::start_color();
    if (has_colour_) ::use_default_colors();
  }
  ~CursesScreen() {
    ::endwin();
    ::delscreen(screen_);
  }
  CursesScreen(const CursesScreen&) = delete;
  CursesScreen& operator=(const CursesScreen&) = delete;

  void use(Theme theme) {
    if (!has_colour_ || (has_pairs_ && theme == theme_)) return;
    theme_ = theme;
    has_pairs_ = true;
    const bool is_usual = theme == Theme::usual;
    const short orange = COLORS >= 256 ? short{208} : short{COLOR_YELLOW};
    ::init_pair(pair_good, is_usual ? COLOR_GREEN : COLOR_BLUE, -1);
    ::init_pair(pair_warning, COLOR_YELLOW, -1);
    ::init_pair(pair_probing, COLOR_CYAN, -1);
    ::init_pair(pair_bad, is_usual ? short{COLOR_RED} : orange, -1);
  }

  /// Takes on the size of the terminal, which nobody may have told about.
  void follow_size() {
    winsize size{};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0)
      return;
    if (size.ws_col == COLS && size.ws_row == LINES) return;
    ::resizeterm(size.ws_row, size.ws_col);
    ::clearok(stdscr, TRUE);
  }

  void draw(const Frame& frame) {
    ::erase();
    for (int y = 0; y < static_cast<int>(frame.lines.size()) && y < LINES; ++y) {
      ::move(y, 0);
      for (const auto& span : frame.lines[static_cast<std::size_t>(y)]) {
        ::attrset(static_cast<int>(attributes(span.tone)));
        ::addnstr(span.text.c_str(), static_cast<int>(span.text.size()));
      }
    }
    ::attrset(A_NORMAL);
    ::refresh();
  }

  void suspend() {
    ::endwin();
    ::raise(SIGTSTP);
    ::clearok(stdscr, TRUE);
    ::refresh();
  }

 private:
  chtype attributes(Tone tone) const {
    const auto pair = [this](short number) {
      return has_colour_ ? static_cast<chtype>(COLOR_PAIR(number)) : chtype{0};
    };
    switch (tone) {
      case Tone::text:
        return A_NORMAL;
      case Tone::strong:
        return A_BOLD;
      case Tone::muted:
        return A_DIM;
      case Tone::good:
        return pair(pair_good);
      case Tone::warning:
        return pair(pair_warning);
      case Tone::probing:
        return pair(pair_probing);
      case Tone::bad:
        return pair(pair_bad) | A_BOLD;
    }
    return A_NORMAL;
  }

  SCREEN* screen_ = nullptr;
  bool has_colour_ = false;
  bool has_pairs_ = false;
  Theme theme_ = Theme::usual;
};

/// Waits for a key, but no longer than until then. Empty when there was none.
std::optional<wint_t> key_before(Clock::time_point deadline, bool& is_function_key) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
  ::wtimeout(stdscr, static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 1000)));
  wint_t key = 0;
  const int kind = ::get_wch(&key);
  if (kind == ERR) return std::nullopt;
  is_function_key = kind == KEY_CODE_YES;
  return key;
}

std::optional<Cockpit::Key> cockpit_key(wint_t key, bool is_function_key) {
  using Kind = Cockpit::Key::Kind;
  if (is_function_key) {
    if (key == KEY_BACKSPACE) return Cockpit::Key{Kind::backspace};
    if (key == KEY_ENTER) return Cockpit::Key{Kind::enter};
    return std::nullopt;
  }
  if (key == '\r' || key == '\n') return Cockpit::Key{Kind::enter};
  if (key == 8 || key == 127) return Cockpit::Key{Kind::backspace};
  if (key == escape) return Cockpit::Key{Kind::escape};
  if (key < 0x20) return std::nullopt;
  return Cockpit::Key{Kind::text, static_cast<char32_t>(key)};
}

Frame frame_that_fits(const Cockpit& cockpit, bool unicode) {
  if (COLS >= columns_least && LINES >= rows_least)
    return cockpit.frame({.columns = COLS, .rows = LINES, .unicode = unicode});
  return {COLS, LINES, {{{"too small"}}}};
}

}  // namespace

bool show_cockpit(Cockpit& cockpit, const TerminalLook& look, const StopAsked& stop_asked) {
  CursesScreen screen(look.colour);
  auto last = Clock::now();
  while (!cockpit.wants_to_quit() && !(stop_asked && stop_asked())) {
    const auto next_frame = Clock::now() + frame_time;
    screen.use(cockpit.theme());
    screen.follow_size();
    screen.draw(frame_that_fits(cockpit, look.unicode));
    if (cockpit.is_over() && !cockpit.is_paused()) return false;
    // At full speed the simulation has the time between two frames, and the keys a glance.
    while (cockpit.pace() == Cockpit::Pace::max && !cockpit.is_paused() && !cockpit.is_over() &&
           Clock::now() < next_frame - frame_time / 5)
      cockpit.pass(0ns);
    bool is_function_key = false;
    while (const auto key = key_before(next_frame, is_function_key)) {
      if (!is_function_key && *key == ctrl_c) return true;
      if (!is_function_key && *key == ctrl_z) screen.suspend();
      if (!is_function_key && *key == ctrl_l) ::clearok(stdscr, TRUE);
      if (const auto known = cockpit_key(*key, is_function_key)) cockpit.press(*known);
      if (cockpit.wants_to_quit()) break;
      screen.draw(frame_that_fits(cockpit, look.unicode));
    }
    const auto now = Clock::now();
    if (cockpit.pace() != Cockpit::Pace::max) cockpit.pass(now - last);
    last = now;
  }
  return false;
}

}  // namespace dashboard
