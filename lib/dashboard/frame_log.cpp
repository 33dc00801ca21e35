#include "dashboard/frame_log.hpp"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <utility>

#include "dashboard/frame_row.hpp"
#include "dashboard/words.hpp"

namespace dashboard {
namespace {

using simulation::Alert;
using simulation::LogEntry;

std::string in_lower_case(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

Tone tone_of_entry(const LogEntry& entry) {
  switch (entry.kind) {
    case LogEntry::Kind::fault_begins:
    case LogEntry::Kind::alert_firing:
    case LogEntry::Kind::arm_failed:
      return Tone::bad;
    case LogEntry::Kind::fault_ends:
    case LogEntry::Kind::alert_resolved:
      return Tone::good;
    case LogEntry::Kind::breaker:
      return entry.to == breaker::State::open     ? Tone::bad
             : entry.to == breaker::State::closed ? Tone::good
                                                  : Tone::probing;
    case LogEntry::Kind::alert_pending:
      return Tone::warning;
    default:
      return Tone::muted;
  }
}

std::string measured_text(const Alert& alert) {
  // What fires goes on for a while after its value has come back.
  const char* const than = alert.value > alert.threshold ? ">" : "within";
  switch (alert.kind) {
    case Alert::Kind::error_rate:
      return fmt::format("errors {:.1f} % {} {:g} %", alert.value, than, alert.threshold);
    case Alert::Kind::p99:
      return fmt::format("p99 {:.0f} ms {} {:g} ms", alert.value, than, alert.threshold);
    case Alert::Kind::burn_rate:
      return fmt::format("burns {:.1f}x {} {:g}x", alert.value, than, alert.threshold);
  }
  return {};
}

FrameLine alert_line(const Alert& alert, const FrameView& view, const FrameShape& shape) {
  const bool fires = alert.phase == Alert::Phase::firing;
  const bool pends = alert.phase == Alert::Phase::pending;
  const Tone tone = fires ? Tone::bad : pends ? Tone::warning : Tone::good;
  const std::string who = alert.service && *alert.service < view.now.services.size()
                              ? view.now.services[*alert.service].node.name
                              : "API Gateway";
  FrameRow row(shape);
  row.add(shape.unicode ? (fires ? " ▲ " : pends ? " △ " : " ✓ ") : (fires ? " ! " : " - "), tone);
  row.left(short_clock_text(alert.since), 8).left(fires ? "FIRING" : name(alert.phase), 9, tone);
  row.left(who, 12, Tone::strong).left(measured_text(alert), 30);
  row.add(fmt::format("{:>6.1f} s", in_seconds(view.now.time - alert.since)), Tone::muted);
  return row.take();
}

simulation::RequestTotals compared_totals(const simulation::ServiceTotals& service,
                                          bool during_fault) {
  return during_fault ? service.in(simulation::Phase::during_fault) : service.all();
}

/// Of an alert of this service that is listed among the alerts, since it began to pend.
bool is_told_by_alerts(const LogEntry& entry, const simulation::Snapshot& now) {
  switch (entry.kind) {
    case LogEntry::Kind::alert_pending:
    case LogEntry::Kind::alert_firing:
    case LogEntry::Kind::alert_resolved:
      return std::any_of(now.alerts.begin(), now.alerts.end(), [&entry](const Alert& alert) {
        return alert.service == entry.service && alert.pending_since <= entry.time;
      });
    default:
      return false;
  }
}

struct ChosenEvents {
  std::vector<const LogEntry*> entries;  ///< oldest first
  std::size_t left_out = 0;              ///< no older than these, told by the alerts
};

/// The last `count` that the filter lets pass. What the alerts tell makes room for what nothing
/// else tells: a failure brings a dozen events of alerts, and the one of its breaker.
ChosenEvents choose_events(const FrameView& view, std::size_t count) {
  const std::string wanted = in_lower_case(view.filter);
  std::vector<const LogEntry*> entries;
  std::vector<const LogEntry*> of_alerts;
  for (auto entry = view.log.rbegin(); entry != view.log.rend() && entries.size() < count;
       ++entry) {
    if (!wanted.empty() &&
        in_lower_case(event_text(*entry, view.scenario)).find(wanted) == std::string::npos)
      continue;
    (is_told_by_alerts(*entry, view.now) ? of_alerts : entries).push_back(&*entry);
  }
  const std::size_t kept = std::min(of_alerts.size(), count - entries.size());
  entries.insert(entries.end(), of_alerts.begin(),
                 of_alerts.begin() + static_cast<std::ptrdiff_t>(kept));
  std::sort(entries.begin(), entries.end(),
            [](const LogEntry* a, const LogEntry* b) { return a->id < b->id; });
  return {std::move(entries), of_alerts.size() - kept};
}

}  // namespace

std::vector<FrameLine> alert_lines(const FrameView& view, const FrameShape& shape, int rows) {
  std::vector<const Alert*> alerts;
  for (const Alert& alert : view.now.alerts) alerts.push_back(&alert);
  const auto rank = [](const Alert* alert) {
    return alert->phase == Alert::Phase::firing ? 0 : alert->phase == Alert::Phase::pending ? 1 : 2;
  };
  std::stable_sort(alerts.begin(), alerts.end(),
                   [&](const Alert* a, const Alert* b) { return rank(a) < rank(b); });
  const auto firing = std::count_if(alerts.begin(), alerts.end(),
                                    [&](const Alert* alert) { return rank(alert) == 0; });
  const auto shown = static_cast<std::size_t>(std::max(rows - 1, 0));
  FrameRow head(shape);
  head.add(" ALERTS", Tone::strong);
  if (firing == 0) {
    head.add("  none firing", Tone::muted);
  } else {
    head.add(fmt::format("  {} firing", firing), Tone::bad);
  }
  if (alerts.size() > shown && shown > 0)
    head.add(fmt::format("  {} of {} shown", shown, alerts.size()), Tone::muted);
  std::vector<FrameLine> lines{head.take()};
  for (std::size_t i = 0; i < std::min(shown, alerts.size()); ++i)
    lines.push_back(alert_line(*alerts[i], view, shape));
  return lines;
}

std::string event_text(const LogEntry& entry, const simulation::Scenario& scenario) {
  const std::string who = subject(entry, scenario);
  return fmt::format("{} {:<8} {}{}{}", clock_text(entry.time), name(entry.kind), who,
                     who.empty() ? "" : "  ", entry.text);
}

std::vector<FrameLine> event_lines(const FrameView& view, const FrameShape& shape, int rows) {
  const ChosenEvents chosen = choose_events(view, static_cast<std::size_t>(std::max(rows - 1, 0)));
  FrameRow head(shape);
  head.add(" EVENTS", Tone::strong);
  if (view.is_typing_filter) {
    head.add("  filter: " + view.filter + "_", Tone::warning)
        .add("  Enter keeps, Esc drops it", Tone::muted);
  } else if (!view.filter.empty()) {
    head.add("  with \"" + view.filter + "\"", Tone::warning);
  }
  if (chosen.left_out > 0)
    head.add(fmt::format("  {} more of the alerts above", chosen.left_out), Tone::muted);
  std::vector<FrameLine> lines{head.take()};
  for (const LogEntry* entry : chosen.entries) {
    const std::string text = event_text(*entry, view.scenario);
    // The kind of the event alone has the colour.
    const std::size_t kind = text.find(' ') + 1;
    const std::size_t end = text.find(' ', kind);
    lines.push_back(FrameRow(shape)
                        .add(" " + text.substr(0, kind))
                        .add(text.substr(kind, end - kind), tone_of_entry(*entry))
                        .add(text.substr(end))
                        .take());
  }
  return lines;
}

std::vector<FrameLine> twin_lines(const FrameView& view, const FrameShape& shape, int rows) {
  const bool during_fault = view.twin->with.fault_began.has_value();
  FrameRow head(shape);
  head.add(" COMPARE", Tone::strong);
  head.add(during_fault ? "  served during the first fault" : "  served so far", Tone::muted);
  head.to(45).right("with breaker", 14).right("without", 14);
  std::vector<FrameLine> lines{head.take()};
  const auto& with = view.twin->with.services;
  const auto& without = view.twin->without.services;
  for (std::size_t i = 0; i < with.size() && static_cast<int>(lines.size()) < rows; ++i) {
    const auto totals = compared_totals(with[i], during_fault);
    const double served = totals.served_percent();
    const double by_fallback = totals.percent(totals.fallback);
    const double otherwise = compared_totals(without[i], during_fault).served_percent();
    FrameRow row(shape);
    row.add("  ").left(with[i].name, 20);
    row.left(by_fallback >= 0.5 ? fmt::format("{:.0f} % by the fallback", by_fallback) : "", 23,
             Tone::muted);
    row.right(fmt::format("{:.1f} %", served), 14, served >= 99 ? Tone::good : Tone::bad);
    row.right(fmt::format("{:.1f} %", otherwise), 14, otherwise >= 99 ? Tone::good : Tone::bad);
    if (view.twin->now && i < view.twin->now->services.size() && row.has_room(30)) {
      const auto& node = view.twin->now->services[i].node;
      row.add(fmt::format("   now without: {}, p99 ", name(node.health)), Tone::muted);
      row.add(node.window.p99 ? fmt::format("{:.0f} ms", in_milliseconds(*node.window.p99)) : "-",
              node.p99_breached ? Tone::bad : Tone::muted);
    }
    lines.push_back(row.take());
  }
  return lines;
}

}  // namespace dashboard
