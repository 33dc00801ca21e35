#include "dashboard/frame_graph.hpp"

#include <fmt/format.h>

#include "dashboard/frame_nodes.hpp"
#include "dashboard/frame_row.hpp"
#include "dashboard/sparkline.hpp"
#include "dashboard/words.hpp"

namespace dashboard {
namespace {

using simulation::Health;
using simulation::ServiceView;

/// What stands at the left of a service's arrow.
std::string gateway_part(std::size_t index, std::size_t middle, bool is_boxed, double rate,
                         bool unicode) {
  if (is_boxed && index + 1 == middle)
    return unicode ? "              ┌─────────────┐ " : "              +-------------+ ";
  if (is_boxed && index == middle + 1)
    return fmt::format(fmt::runtime(unicode ? " {:>5.0f}/s      └─────────────┘ "
                                            : " {:>5.0f}/s      +-------------+ "),
                       rate);
  if (index != middle) return std::string(30, ' ');
  return unicode ? " clients ────→│ API Gateway │ " : " clients ---->| API Gateway | ";
}

void add_breaker(FrameRow& row, const ServiceView& service, bool unicode) {
  const char* const line = unicode ? "─" : "-";
  const char* const head = unicode ? "→ " : "> ";
  if (!service.breaker) {
    const std::string wire = unicode ? "─────────────" : "-------------";
    row.add(line).add(wire).add(line).add(head);
    return;
  }
  const auto& breaker = *service.breaker;
  const bool is_open = breaker.state == breaker::State::open;
  Health look = Health::healthy;
  std::string word = "closed";
  if (is_open) {
    look = Health::open;
    word = breaker.until_half_open
               ? fmt::format("OPEN {:.1f}s", in_seconds(*breaker.until_half_open))
               : "OPEN";
  } else if (breaker.state == breaker::State::half_open) {
    look = Health::half_open;
    word = breaker.probes
               ? fmt::format("half {}/{}", breaker.probes->used, breaker.probes->permitted)
               : "half-open";
  }
  row.add(line).add("[");
  row.add(symbol_of(look, unicode), tone_of(look)).add(" ").left(word, 9, tone_of(look));
  row.add("]").add(is_open ? (unicode ? "╳" : "X") : line, tone_of(look)).add(head);
}

}  // namespace

std::vector<FrameLine> graph_lines(const FrameView& view, const FrameShape& shape) {
  std::vector<FrameLine> lines;
  const auto& services = view.now.services;
  double rate = 0;
  for (const auto& service : services) rate += service.arrivals_per_s;
  const std::size_t middle = services.size() / 2;
  const bool is_boxed = services.size() >= 3;
  for (std::size_t i = 0; i < services.size(); ++i) {
    const ServiceView& service = services[i];
    FrameRow row(shape);
    row.add(gateway_part(i, middle, is_boxed, rate, shape.unicode));
    add_breaker(row, service, shape.unicode);
    row.left(service.node.name, 8, service.faults.empty() ? Tone::strong : Tone::bad);
    row.right(fmt::format("{:.0f}/s", service.node.qps), 6);
    row.right(fmt::format("{}/{} busy", service.busy, service.workers), 13,
              service.busy == service.workers ? Tone::bad : Tone::text);
    const std::string waiting = fmt::format("  q {}", service.waiting);
    if (row.has_room(static_cast<int>(waiting.size()))) row.add(waiting);
    if (!service.faults.empty() && row.has_room(9)) row.add("  FAULTY", Tone::bad);
    lines.push_back(row.take());
  }
  return lines;
}

FrameLine pool_line(const FrameView& view, const FrameShape& shape) {
  const auto& gateway = *view.now.gateway;
  FrameRow row(shape);
  const bool is_full = gateway.busy == gateway.workers;
  const bool starves = gateway.expected_occupancy > gateway.workers;
  row.add(" pool ");
  row.add(gauge(static_cast<double>(gateway.busy) / gateway.workers, shape.columns >= 120 ? 32 : 10,
                shape.unicode),
          is_full ? Tone::bad : Tone::good);
  row.add(fmt::format(" {}/{}{}", gateway.busy, gateway.workers, is_full ? " FULL" : ""),
          is_full ? Tone::bad : Tone::text);
  row.add(fmt::format(" needs {:.1f}{}", gateway.expected_occupancy, starves ? "!" : ""),
          starves ? Tone::bad : Tone::text);
  row.add(fmt::format("  queue {}/{}", gateway.waiting, gateway.queue));
  const auto add_if_fits = [&row](const std::string& text, Tone tone) {
    if (row.has_room(static_cast<int>(text.size()))) row.add(text, tone);
  };
  add_if_fits(fmt::format("  rej {:.0f}/s", gateway.rejected_per_s),
              gateway.rejected_per_s > 0 ? Tone::bad : Tone::text);
  add_if_fits(fmt::format("  fallback {:.0f}/s", gateway.fallback_per_s), Tone::text);
  add_if_fits(fmt::format("  retry {:.0f}/s", gateway.retries_per_s), Tone::text);
  add_if_fits(fmt::format("  {:.2f} attempts each", gateway.amplification), Tone::text);
  return row.take();
}

}  // namespace dashboard
