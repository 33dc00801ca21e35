#include "terminal/capabilities.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <langinfo.h>
#include <string_view>
#include <sys/ioctl.h>
#include <unistd.h>

namespace terminal {
namespace {

constexpr int least_columns = 20;
constexpr int usual_columns = 80;
constexpr int most_columns = 10'000;

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : value;
}

bool is_switched_on(const char* name) {
  const std::string_view value = variable(name);
  return !value.empty() && value != "0";
}

int columns_of_terminal() {
  for (const int fd : {STDOUT_FILENO, STDERR_FILENO, STDIN_FILENO}) {
    winsize size{};
    if (::ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  }
  return 0;
}

int columns_of_environment() {
  const std::string_view value = variable("COLUMNS");
  int columns = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), columns);
  return error == std::errc() && end == value.data() + value.size() ? columns : 0;
}

}  // namespace

Environment current_environment() {
  return {
      .input_is_terminal = ::isatty(STDIN_FILENO) == 1,
      .output_is_terminal = ::isatty(STDOUT_FILENO) == 1,
      .error_is_terminal = ::isatty(STDERR_FILENO) == 1,
      .term = std::string(variable("TERM")),
      .no_color = !variable("NO_COLOR").empty(),
      .force_color = is_switched_on("FORCE_COLOR"),
      .accessible = is_switched_on("ACCESSIBLE"),
      .utf8 = std::string_view(::nl_langinfo(CODESET)) == "UTF-8",
  };
}

Capabilities capabilities(const Environment& environment, const Preferences& preferences) {
  const bool can_draw = !environment.term.empty() && environment.term != "dumb";
  const bool screen_reader = preferences.screen_reader || environment.accessible;
  const bool interactive =
      environment.input_is_terminal && environment.output_is_terminal && !preferences.plain;

  const auto colour = [&](bool is_terminal) {
    if (preferences.no_color || preferences.plain || environment.no_color) return false;
    // A screen reader gets static text without an escape sequence.
    if (screen_reader) return false;
    return environment.force_color || (is_terminal && can_draw);
  };

  return {
      .interactive = interactive,
      .single_key = interactive && can_draw && !screen_reader,
      .line_editing = interactive && can_draw && !screen_reader,
      .color_output = colour(environment.output_is_terminal),
      .color_error = colour(environment.error_is_terminal),
      .utf8 = environment.utf8,
      .screen_reader = screen_reader,
  };
}

int columns() {
  int columns = columns_of_terminal();
  if (columns == 0) columns = columns_of_environment();
  if (columns <= 0 || columns > most_columns) columns = usual_columns;
  return std::max(columns, least_columns);
}

int rows() {
  constexpr int usual_rows = 24;
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0) return size.ws_row;
  const std::string_view value = variable("LINES");
  int lines = 0;
  std::from_chars(value.data(), value.data() + value.size(), lines);
  return lines > 0 ? lines : usual_rows;
}

}  // namespace terminal
