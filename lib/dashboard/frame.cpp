#include "dashboard/frame.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <iterator>

#include "dashboard/frame_graph.hpp"
#include "dashboard/frame_log.hpp"
#include "dashboard/frame_nodes.hpp"
#include "dashboard/frame_row.hpp"
#include "dashboard/words.hpp"

namespace dashboard {
namespace {

FrameLine header_line(const FrameView& view, const FrameShape& shape) {
  FrameRow row(shape);
  const auto add_if_fits = [&row](const std::string& text, Tone tone = Tone::text) {
    if (row.has_room(static_cast<int>(text.size()) + 1)) row.add(text, tone);
  };
  if (shape.columns >= 80) row.add(" HEALTH DASHBOARD", Tone::strong);
  add_if_fits(fmt::format("  t {}", short_clock_text(view.now.time)), Tone::strong);
  if (view.is_over) {
    add_if_fits("  OVER", Tone::warning);
  } else if (view.is_paused) {
    add_if_fits("  PAUSED", Tone::warning);
  } else {
    add_if_fits("  RUN " + view.pace, Tone::good);
  }
  if (!view.now.breakers_on && view.now.gateway) add_if_fits("  no breakers", Tone::bad);
  if (!view.now.retries_on && view.now.gateway) add_if_fits("  no retries", Tone::warning);
  if (view.now.bulkheads_on) add_if_fits("  bulkheads", Tone::warning);
  add_if_fits(fmt::format("  seed {}", view.seed));
  const auto& slo = view.scenario.slo;
  add_if_fits("  " + view.scenario.name);
  add_if_fits(fmt::format("  SLO err<={:g}% p99<={:g}ms in {:g}s", slo.error_percent,
                          in_milliseconds(slo.p99), in_seconds(slo.window)),
              Tone::muted);
  return row.take();
}

FrameLine key_line(const FrameView& view, const FrameShape& shape) {
  if (!view.notice.empty()) return FrameRow(shape).add(" " + view.notice, Tone::warning).take();
  const std::size_t services = std::min<std::size_t>(view.now.services.size(), 9);
  const std::array keys{
      std::pair{std::string("space"), std::string("pause")},
      std::pair{std::string("."), std::string("step")},
      std::pair{std::string("+/-"), std::string("speed")},
      std::pair{services > 1 ? fmt::format("1-{}", services) : std::string("1"),
                std::string("fault")},
      std::pair{std::string("b"), std::string("breaker")},
      std::pair{std::string("c"), std::string("compare")},
      std::pair{std::string("?"), std::string("help")},
      std::pair{std::string("q"), std::string("quit")},
      std::pair{std::string("/"), std::string("filter")},
      std::pair{std::string("r"), std::string("retries")},
      std::pair{std::string("k"), std::string("bulkhead")},
      std::pair{std::string("t"), std::string("theme")},
  };
  FrameRow row(shape);
  const auto columns_of = [](const auto& one) {
    return static_cast<int>(one.first.size() + one.second.size()) + 3;
  };
  // However narrow it is, the way out and the way to the other keys stay.
  const auto& help = keys[6];
  const auto& quit = keys[7];
  int kept = columns_of(help) + columns_of(quit);
  for (const auto& one : keys) {
    if (&one == &help || &one == &quit) kept -= columns_of(one);
    if (!row.has_room(columns_of(one) + kept)) continue;
    row.add(row.column() == 0 ? " " : "  ").add(one.first, Tone::strong).add(" " + one.second);
  }
  return row.take();
}

std::vector<FrameLine> help_lines(const FrameShape& shape) {
  constexpr std::array<std::pair<const char*, const char*>, 19> keys{{
      {"space", "pause and go on"},
      {".  ,", "one second on; one event on"},
      {"+  -", "speed: 1x, 10x, 100x, as fast as it goes"},
      {"1 2 3 4", "make this service fail: errors 20 %, 15 times as slow, for 20 s"},
      {"! @ # $", "make it hang for 10 s: no answers, workers stay busy"},
      {"b  r  k", "breakers, retries, bulkheads on and off"},
      {"c", "the same arrivals without breakers, side by side"},
      {"/", "show only events with a text in them"},
      {"t", "colours: green and red, or blue and orange"},
      {"q", "leave"},
      {"", ""},
      {"STATE", "HEALTHY; DEGRADED: past its SLO; HALF-OPEN: probing; OPEN: cut off"},
      {"ERR% p99", "of the objective's window; ! is past it"},
      {"BURN", "how many times too fast the error budget is used up"},
      {"needs", "gateway workers that requests hold on average (Little's law)"},
      {"EVENTS", "those of the alerts above them make room for the others"},
      {"", ""},
      {"", "A breaker mends nothing: it keeps the pool free for the others."},
      {"", "Any key goes back."},
  }};
  std::vector<FrameLine> lines;
  for (const auto& [key, meaning] : keys)
    lines.push_back(FrameRow(shape).add(" ").left(key, 10, Tone::strong).add(meaning).take());
  return lines;
}

class Layout {
 public:
  Layout(const FrameView& view, const FrameShape& shape) : view_(view), shape_(shape) {
    add(header_line(view, shape));
  }

  int room() const { return shape_.rows - static_cast<int>(lines_.size()); }
  void add(FrameLine line) {
    if (room() > 0) lines_.push_back(std::move(line));
  }
  void add(std::vector<FrameLine> lines) {
    for (auto& line : lines) add(std::move(line));
  }
  void add_rule() { add(rule_line(shape_)); }
  void fill_to(int rows_left) {
    while (room() > rows_left) lines_.emplace_back();
  }

  Frame finish() {
    fill_to(1);
    add(key_line(view_, shape_));
    return {shape_.columns, shape_.rows, std::move(lines_)};
  }

 private:
  const FrameView& view_;
  const FrameShape& shape_;
  std::vector<FrameLine> lines_;
};

/// Alerts, then events or the comparison, down to the line of keys.
void add_logs(Layout& layout, const FrameView& view, const FrameShape& shape, int alerts,
              bool is_ruled) {
  const int services = static_cast<int>(view.now.services.size());
  // Always as many rows, so that what is below does not jump.
  const int below_alerts = layout.room() - alerts;
  layout.add(alert_lines(view, shape, alerts));
  layout.fill_to(below_alerts);
  if (is_ruled) layout.add_rule();
  const int below = is_ruled ? 2 : 1;
  int room = layout.room() - below;
  if (view.twin != nullptr) {
    const bool both_fit = room >= services + 1 + 6;
    layout.add(twin_lines(view, shape, both_fit ? services + 1 : room));
    if (both_fit && is_ruled) layout.add_rule();
    room = layout.room() - below;
  }
  if (room >= 2) layout.add(event_lines(view, shape, room));
  layout.fill_to(below);
  if (is_ruled) layout.add_rule();
}

Frame full_frame(const FrameView& view, const FrameShape& shape) {
  const int services = static_cast<int>(view.now.services.size());
  const int nodes = services + (view.now.gateway ? 1 : 0);
  const bool is_large = shape.columns >= 120 && shape.rows >= 40;
  // Rules, alerts and events below, at the least.
  const int below = view.now.gateway ? 13 : 11;
  Layout layout(view, shape);
  layout.add_rule();
  layout.add(node_table(view, shape, std::clamp(layout.room() - below, 2, nodes + 1)));
  layout.add_rule();
  if (view.now.gateway) {
    if (layout.room() >= services + 12) layout.add(graph_lines(view, shape));
    layout.add(pool_line(view, shape));
    layout.add_rule();
  }
  if (is_large && view.now.gateway && layout.room() >= services + 15) {
    layout.add(breaker_table(view, shape, services + 1));
    layout.add_rule();
  }
  // Alerts, some events and the comparison are worth more.
  const int compared = view.twin != nullptr ? services + 2 : 0;
  if (is_large && view.now.gateway && layout.room() >= services + 2 + 16 + compared) {
    layout.add(latency_table(view, shape, services + 1));
    layout.add_rule();
  }
  add_logs(layout, view, shape, is_large ? 6 : 3, true);
  return layout.finish();
}

Frame small_frame(const FrameView& view, const FrameShape& shape) {
  const int services = static_cast<int>(view.now.services.size());
  const int nodes = services + (view.now.gateway ? 1 : 0);
  Layout layout(view, shape);
  if (shape.columns < 40) {
    layout.add(node_list(view, shape, std::clamp(layout.room() - 1, 1, nodes)));
  } else {
    layout.add(node_table(view, shape, std::clamp(layout.room() - 1, 2, nodes + 1)));
  }
  if (view.now.gateway && layout.room() > 1) layout.add(pool_line(view, shape));
  if (layout.room() >= 4) add_logs(layout, view, shape, layout.room() >= 8 ? 3 : 1, false);
  return layout.finish();
}

}  // namespace

Frame make_frame(const FrameView& view, const FrameShape& shape) {
  if (view.shows_help) {
    Layout layout(view, shape);
    layout.add(help_lines(shape));
    return layout.finish();
  }
  return shape.columns >= 80 && shape.rows >= 24 ? full_frame(view, shape)
                                                 : small_frame(view, shape);
}

std::string plain_text(const Frame& frame) {
  std::string text;
  for (const auto& line : frame.lines) {
    std::string one;
    for (const auto& span : line) one += span.text;
    one.erase(one.find_last_not_of(' ') + 1);
    text.append(one).append("\n");
  }
  return text;
}

}  // namespace dashboard
