#include "dashboard/plain_lines.hpp"

#include <fmt/format.h>

#include "dashboard/frame_log.hpp"
#include "dashboard/words.hpp"

namespace dashboard {
namespace {

using simulation::NodeView;

std::string p99_words(const NodeView& node) {
  return node.window.p99 ? fmt::format("{:.0f} ms", in_milliseconds(*node.window.p99)) : "-";
}

std::string short_node(const NodeView& node) {
  return fmt::format("{} {} {:.0f}/s err {:.2f}%{} p99 {}{}", node.name, name(node.health),
                     node.qps, node.window.error_percent, node.error_rate_breached ? "!" : "",
                     p99_words(node), node.p99_breached ? "!" : "");
}

std::string spoken_node(const NodeView& node) {
  return fmt::format("{}: {}{}{}", node.name, name(node.health),
                     node.error_rate_breached ? ", too many errors" : "",
                     node.p99_breached ? ", too slow" : "");
}

}  // namespace

std::vector<std::string> PlainLines::next(const Session& session) {
  const auto snapshot = session.run().snapshot();
  std::vector<std::string> lines;
  for (const auto& entry : tail_.take(session.run().log()))
    lines.push_back(event_text(entry, session.scenario()));
  std::vector<const NodeView*> nodes;
  if (snapshot.gateway) nodes.push_back(&snapshot.gateway->node);
  for (const auto& service : snapshot.services) nodes.push_back(&service.node);
  if (in_words_) {
    told_.resize(nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      const std::string text = spoken_node(*nodes[i]);
      if (text == told_[i]) continue;
      told_[i] = text;
      lines.push_back(fmt::format("{} {}", clock_text(snapshot.time), text));
    }
    return lines;
  }
  std::string line = clock_text(snapshot.time);
  for (const auto* node : nodes) line += (node == nodes.front() ? "  " : " | ") + short_node(*node);
  if (snapshot.gateway)
    line += fmt::format(" | pool {}/{} queue {}", snapshot.gateway->busy, snapshot.gateway->workers,
                        snapshot.gateway->waiting);
  lines.push_back(line);
  return lines;
}

}  // namespace dashboard
