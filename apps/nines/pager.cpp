#include "nines/pager.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "nines/asking.hpp"

namespace nines {

using terminal::Line;
using terminal::Reply;

namespace {

/// The question takes two lines: itself and the one that Enter leaves.
constexpr int rows_of_question = 2;
constexpr int rows_min = 5;

}  // namespace

void show_paged(const std::vector<Line>& lines, terminal::Console& console) {
  const auto& can = console.capabilities();
  const auto page =
      static_cast<std::size_t>(std::max(rows_min, console.height()) - rows_of_question);
  if (!can.interactive || !can.single_key || can.screen_reader || lines.size() <= page) {
    return console.print(lines);
  }
  std::size_t at = 0;
  for (;;) {
    const std::size_t end = std::min(at + page, lines.size());
    console.print(std::vector<Line>(lines.begin() + static_cast<std::ptrdiff_t>(at),
                                    lines.begin() + static_cast<std::ptrdiff_t>(end)));
    if (end == lines.size()) return;
    const Reply reply = ask_key(console, "Enter more, b back, q leave",
                                fmt::format("({} %)> ", 100 * end / lines.size()));
    if (reply.kind != Reply::Kind::text || reply.text == "q") return;
    at = reply.text == "b" ? (at > page ? at - page : 0) : end;
  }
}

}  // namespace nines
