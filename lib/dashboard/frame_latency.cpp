#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>
#include <span>

#include "dashboard/frame_nodes.hpp"
#include "dashboard/frame_row.hpp"
#include "dashboard/sparkline.hpp"
#include "dashboard/words.hpp"
#include "simulation/latency_bands.hpp"

namespace dashboard {
namespace {

using simulation::LatencyBands;
using simulation::nanoseconds;

constexpr int name_columns = 15;
constexpr int bar_columns = static_cast<int>(LatencyBands::count);

/// The scale, above the bars: each label begins in the band of its value.
FrameLine scale_line(const FrameView& view, const FrameShape& shape) {
  using std::chrono::milliseconds;
  constexpr std::array<std::pair<milliseconds, const char*>, 4> labels{
      {{milliseconds(1), "1 ms"},
       {milliseconds(10), "10"},
       {milliseconds(100), "100"},
       {milliseconds(1000), "1 s"}}};
  FrameRow row(shape);
  row.add(" LATENCY", Tone::strong);
  for (const auto& [value, label] : labels)
    row.to(name_columns + static_cast<int>(LatencyBands::index(value))).add(label, Tone::muted);
  row.to(name_columns + bar_columns + 2);
  return row
      .add(fmt::format("p50, p90, p99 ms of the last {:g} s", in_seconds(view.scenario.slo.window)),
           Tone::muted)
      .take();
}

std::string text_of(std::optional<nanoseconds> time) {
  return time ? fmt::format("{:.0f}", in_milliseconds(*time)) : "-";
}

FrameLine latency_row(const simulation::NodeView& node, nanoseconds limit,
                      const FrameShape& shape) {
  const std::span counts(node.latency.counts);
  const std::uint64_t largest =
      counts.empty() ? 0 : *std::max_element(counts.begin(), counts.end());
  // The band in which the limit lies counts as within it.
  const std::size_t within = std::min(counts.size(), LatencyBands::index(limit) + 1);
  FrameRow row(shape);
  row.add(" ").left(node.name, name_columns - 1);
  row.add(bars(counts.first(within), largest, shape.unicode), Tone::good);
  row.add(bars(counts.subspan(within), largest, shape.unicode), Tone::bad);
  row.to(name_columns + bar_columns + 2);
  row.right(text_of(node.latency.p50), 6).right(text_of(node.latency.p90), 7);
  row.right(text_of(node.window.p99), 7, node.p99_breached ? Tone::bad : Tone::text);
  row.add(node.p99_breached ? "!" : " ", Tone::bad);
  return row.take();
}

}  // namespace

std::vector<FrameLine> latency_table(const FrameView& view, const FrameShape& shape, int rows) {
  std::vector<FrameLine> lines{scale_line(view, shape)};
  for (const auto& service : view.now.services) {
    if (static_cast<int>(lines.size()) >= rows) break;
    lines.push_back(latency_row(service.node, view.scenario.slo.p99, shape));
  }
  return lines;
}

}  // namespace dashboard
