#include "dashboard/frame_nodes.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "dashboard/frame_row.hpp"
#include "dashboard/sparkline.hpp"
#include "dashboard/words.hpp"

namespace dashboard {
namespace {

using simulation::NodeView;

struct Node {
  const NodeView& view;
  double usual_qps;
  bool has_fault;
};

std::vector<Node> nodes_of(const FrameView& view) {
  std::vector<Node> nodes;
  double total = 0;
  for (const auto& service : view.scenario.services) total += service.arrivals_per_s;
  if (view.now.gateway) nodes.push_back({view.now.gateway->node, total, false});
  for (std::size_t i = 0; i < view.now.services.size(); ++i) {
    const auto& service = view.now.services[i];
    nodes.push_back(
        {service.node, view.scenario.services[i].arrivals_per_s, !service.faults.empty()});
  }
  return nodes;
}

/// All in their order when they fit, else the worst ones, in their order.
std::vector<Node> chosen_nodes(const FrameView& view, std::size_t count) {
  std::vector<Node> nodes = nodes_of(view);
  if (nodes.size() <= count) return nodes;
  std::vector<std::size_t> order(nodes.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&nodes](std::size_t a, std::size_t b) {
    return nodes[a].view.health > nodes[b].view.health;
  });
  order.resize(count);
  std::sort(order.begin(), order.end());
  std::vector<Node> chosen;
  for (const std::size_t i : order) chosen.push_back(nodes[i]);
  return chosen;
}

std::string percent_text(double percent) {
  return percent >= 99.995 ? "100" : fmt::format("{:.2f}", percent);
}

std::string p99_text(const NodeView& node) {
  return node.window.p99 ? fmt::format("{:.0f}", in_milliseconds(*node.window.p99)) : "-";
}

std::string histories(const Node& node, const FrameView& view, int cells, bool unicode) {
  std::vector<int> rates;
  std::vector<int> latencies;
  const double slo_ms = in_milliseconds(view.scenario.slo.p99);
  for (const auto& second : node.view.history) {
    // A little above the usual rate is still the usual rate: arrivals are random.
    rates.push_back(level_below_limit(second.qps, node.usual_qps * 1.15));
    latencies.push_back(second.p99 ? level_below_limit(in_milliseconds(*second.p99), slo_ms) : 0);
  }
  return sparkline(rates, cells, unicode) + " " + sparkline(latencies, cells, unicode);
}

FrameLine table_row(const Node& node, const FrameView& view, const FrameShape& shape,
                    int name_columns, int cells) {
  const NodeView& one = node.view;
  const Tone tone = tone_of(one.health);
  const bool is_judged = one.window.samples > 0;
  FrameRow row(shape);
  row.add(symbol_of(one.health, shape.unicode), tone).add(" ");
  row.left(one.name, name_columns - 1, Tone::strong).add(" ");
  row.left(name(one.health), 9, tone);
  row.right(fmt::format("{:.1f}", one.qps), 8);
  row.right(is_judged ? percent_text(one.window.error_percent) : "-", 7,
            one.error_rate_breached ? Tone::bad : Tone::text);
  row.add(one.error_rate_breached ? "!" : " ", Tone::bad);
  row.right(p99_text(one), 7, one.p99_breached ? Tone::bad : Tone::text);
  row.add(one.p99_breached ? "!" : " ", Tone::bad);
  const bool has_burn = !one.burn_rates.empty();
  const double burn = has_burn ? one.burn_rates.front().long_rate : 0;
  row.right(has_burn ? fmt::format("{:.{}f}", burn, burn < 100 ? 1 : 0) : "-", 5,
            has_burn && one.burn_rates.front().is_over ? Tone::bad : Tone::text);
  if (cells > 0) row.add("  ").add(histories(node, view, cells, shape.unicode), Tone::probing);
  return row.take();
}

}  // namespace

Tone tone_of(simulation::Health health) {
  constexpr std::array tones{Tone::good, Tone::warning, Tone::probing, Tone::bad};
  return tones[static_cast<std::size_t>(health)];
}

std::string_view symbol_of(simulation::Health health, bool unicode) {
  constexpr std::array<std::string_view, 4> drawn{"●", "▲", "◐", "■"};
  constexpr std::array<std::string_view, 4> ascii{"o", "^", "~", "#"};
  return (unicode ? drawn : ascii)[static_cast<std::size_t>(health)];
}

std::vector<FrameLine> node_table(const FrameView& view, const FrameShape& shape, int rows) {
  // Two sparklines with a blank between and two before them; under 80 columns none.
  constexpr int fixed = 2 + 9 + 8 + 8 + 8 + 5;
  const int name_columns = shape.columns >= 120 ? 21 : shape.columns >= 56 ? 13 : 9;
  const int room = shape.columns - fixed - name_columns - 3;
  const int cells = room < 24 ? 0 : std::min(room / 2, 30);
  FrameRow head(shape);
  head.add("  ").left("SERVICE", name_columns).left("STATE", 9);
  head.right("QPS", 8).right("ERR%", 7).right("p99 ms", 8).right("BURN", 6);
  if (cells > 0) {
    head.add("  ").left(fmt::format("qps {} s", cells * 2), cells + 1);
    head.add(fmt::format("p99 {} s", cells * 2));
  }
  FrameLine head_line = head.take();
  for (auto& span : head_line) span.tone = Tone::muted;
  std::vector<FrameLine> lines{head_line};
  const std::size_t all = nodes_of(view).size();
  auto count = static_cast<std::size_t>(std::max(rows - 1, 1));
  if (all > count && count > 1) --count;
  for (const auto& node : chosen_nodes(view, count))
    lines.push_back(table_row(node, view, shape, name_columns, cells));
  if (all > count)
    lines.push_back(
        FrameRow(shape)
            .add(fmt::format("  and {} more, none of them worse", all - count), Tone::muted)
            .take());
  return lines;
}

std::vector<FrameLine> node_list(const FrameView& view, const FrameShape& shape, int rows) {
  std::vector<FrameLine> lines;
  for (const auto& node : chosen_nodes(view, static_cast<std::size_t>(std::max(rows, 1)))) {
    const NodeView& one = node.view;
    const Tone tone = tone_of(one.health);
    FrameRow row(shape);
    row.add(symbol_of(one.health, shape.unicode), tone).add(" ");
    row.left(one.name, 8, Tone::strong).add(" ").left(name(one.health), 9, tone);
    row.right(
        fmt::format("{:.1f}%{}", one.window.error_percent, one.error_rate_breached ? "!" : " "), 8,
        one.error_rate_breached ? Tone::bad : Tone::text);
    row.right(p99_text(one) + (one.p99_breached ? "ms!" : "ms "), 9,
              one.p99_breached ? Tone::bad : Tone::text);
    lines.push_back(row.take());
  }
  return lines;
}

std::vector<FrameLine> breaker_table(const FrameView& view, const FrameShape& shape, int rows) {
  std::vector<FrameLine> lines{FrameRow(shape)
                                   .add(" BREAKERS", Tone::strong)
                                   .add("  window, threshold, probes", Tone::muted)
                                   .take()};
  for (const auto& service : view.now.services) {
    if (static_cast<int>(lines.size()) >= rows) break;
    FrameRow row(shape);
    row.add(" ").left(service.node.name, 14);
    if (!service.breaker) {
      row.left("none", 60, Tone::muted);
    } else {
      const auto& breaker = *service.breaker;
      row.left(name(breaker.state), 10,
               breaker.state == breaker::State::closed ? Tone::good
               : breaker.state == breaker::State::open ? Tone::bad
                                                       : Tone::probing);
      std::string text;
      if (breaker.window) {
        const auto& window = *breaker.window;
        text = window.size ? fmt::format("{}/{} calls, ", window.calls, *window.size)
                           : fmt::format("{} calls, ", window.calls);
        text += fmt::format("failed {:.1f} % of {:g} %", window.failure_percent,
                            window.failure_percent_threshold);
        if (window.slow_percent && window.slow_percent_threshold)
          text += fmt::format(", slow {:.1f} % of {:g} %", *window.slow_percent,
                              *window.slow_percent_threshold);
      }
      if (breaker.in_a_row)
        text = fmt::format("{} of {} failures in a row", breaker.in_a_row->failures,
                           breaker.in_a_row->threshold);
      if (breaker.probes)
        text = fmt::format("probes {} of {}", breaker.probes->used, breaker.probes->permitted);
      if (breaker.until_half_open)
        text = fmt::format("tries again in {:.1f} s", in_seconds(*breaker.until_half_open));
      row.left(text, 50);
    }
    row.add(fmt::format("holds {} gateway workers, needs {:.1f}", service.gateway_workers_held,
                        service.expected_occupancy),
            Tone::muted);
    lines.push_back(row.take());
  }
  return lines;
}

}  // namespace dashboard
