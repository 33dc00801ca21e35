#include "nines/dashboard_view.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "dashboard/scenario_file.hpp"
#include "dashboard/words.hpp"
#include "terminal/text.hpp"

namespace nines {
namespace {

using dashboard::ArmResult;
using simulation::Phase;
using simulation::RequestTotals;
using terminal::Line;
using terminal::Role;

constexpr int name_columns = 15;
constexpr int arm_columns = 16;

std::string padded(std::string_view text, int columns) {
  const std::string shown(terminal::clip(terminal::printable(text), columns));
  const int missing = columns - terminal::display_width(shown);
  return shown + std::string(static_cast<std::size_t>(std::max(missing, 0)), ' ');
}

std::string flush_right(const std::string& text, int columns) {
  return fmt::format("{:>{}}", text, columns);
}

std::string percent_words(double percent) {
  // 99.96 % is not 100 %.
  const double cut = percent > 99.95 && percent < 100 ? 99.9 : percent;
  return fmt::format("{:.1f} %", cut);
}

std::string p99_words_of(const RequestTotals& totals) {
  const auto p99 = totals.latency.quantile(0.99);
  return p99 ? fmt::format("{:.0f} ms", static_cast<double>(*p99) / 1e6) : "-";
}

RequestTotals chosen_totals(const ArmResult& arm, std::size_t service, bool during_fault) {
  const auto& totals = arm.totals.services[service];
  return during_fault ? totals.in(Phase::during_fault) : totals.all();
}

/// Only as many arms as fit side by side; the rest go below.
std::vector<std::vector<const ArmResult*>> arms_by_row(const dashboard::Report& report, int width) {
  const auto fitting =
      static_cast<std::size_t>(std::max(1, (width - name_columns - 1) / arm_columns));
  std::vector<std::vector<const ArmResult*>> rows;
  for (const auto& arm : report.arms) {
    if (rows.empty() || rows.back().size() == fitting) rows.emplace_back();
    rows.back().push_back(&arm);
  }
  return rows;
}

using Cell = std::string (*)(const RequestTotals&);

void add_table(std::vector<Line>& lines, const dashboard::Report& report, bool during_fault,
               int width) {
  const struct {
    const char* name;
    Cell cell;
    bool is_always_shown;
  } rows[] = {
      {"served", [](const RequestTotals& t) { return percent_words(t.served_percent()); }, true},
      {"  by fallback", [](const RequestTotals& t) { return percent_words(t.percent(t.fallback)); },
       false},
      {"errors",
       [](const RequestTotals& t) { return percent_words(t.percent(t.error + t.timeout)); }, false},
      {"rejected",
       [](const RequestTotals& t) { return percent_words(t.percent(t.rejected + t.blocked)); },
       false},
      {"p99", p99_words_of, true},
  };
  for (const auto& arms : arms_by_row(report, width)) {
    Line head{{padded("", name_columns)}};
    for (const auto* arm : arms)
      head.push_back({flush_right(arm->arm.name, arm_columns), Role::strong});
    lines.push_back(head);
    for (std::size_t i = 0; i < report.scenario.services.size(); ++i) {
      lines.push_back({{terminal::printable(report.scenario.services[i].name), Role::strong}});
      for (const auto& row : rows) {
        Line line{{padded(std::string("  ") + row.name, name_columns)}};
        bool has_figure = row.is_always_shown;
        for (const auto* arm : arms) {
          const auto totals = chosen_totals(*arm, i, during_fault);
          const std::string text = totals.ended() == 0 ? "-" : row.cell(totals);
          has_figure = has_figure || (text != "0.0 %" && text != "-");
          const bool is_served = row.name == std::string_view("served") && totals.ended() > 0;
          const Role role = !is_served                      ? Role::text
                            : totals.served_percent() >= 99 ? Role::good
                                                            : Role::bad;
          line.push_back({flush_right(text, arm_columns), role});
        }
        if (has_figure) lines.push_back(line);
      }
    }
  }
}

void add_breakers(std::vector<Line>& lines, const dashboard::Report& report, int width) {
  for (const auto& arm : report.arms) {
    if (arm.totals.failure)
      for (auto& line : terminal::wrap(
               {{arm.arm.name + " ended early: ", Role::bad}, {*arm.totals.failure}}, width))
        lines.push_back(line);
    if (!arm.arm.breakers) continue;
    for (std::size_t i = 0; i < arm.totals.services.size(); ++i) {
      const auto& service = arm.totals.services[i];
      if (service.breaker.opened == 0) continue;
      std::string text =
          fmt::format("{}: the breaker of {} opened {} time{}", arm.arm.name, service.name,
                      service.breaker.opened, service.breaker.opened == 1 ? "" : "s");
      if (service.breaker.time_to_open)
        text += fmt::format(", first {:.2f} s after its fault began",
                            dashboard::in_seconds(*service.breaker.time_to_open));
      if (service.breaker.time_to_close)
        text += fmt::format(", closed {:.2f} s after it ended",
                            dashboard::in_seconds(*service.breaker.time_to_close));
      if (service.breaker.false_trips > 0)
        text += fmt::format(", {} of them without a fault", service.breaker.false_trips);
      for (auto& line : terminal::wrap({{text + "."}}, width)) lines.push_back(line);
    }
  }
}

void add_queues(std::vector<Line>& lines, const dashboard::Report& report) {
  for (const auto& service : report.arms.front().totals.services) {
    const auto& queue = service.queue;
    const auto all = service.all();
    const auto quantile = [&all](double share) {
      const auto value = all.latency.quantile(share);
      return value ? fmt::format("{:.3f} ms", static_cast<double>(*value) / 1e6) : "-";
    };
    lines.push_back({{terminal::printable(service.name), Role::strong}});
    const std::pair<const char*, std::string> figures[] = {
        {"arrived", fmt::format("{}", queue.arrived)},
        {"completed", fmt::format("{}", queue.completed)},
        {"mean wait", fmt::format("{:.3f} ms", queue.mean_wait_ns / 1e6)},
        {"mean sojourn", fmt::format("{:.3f} ms", queue.mean_sojourn_ns / 1e6)},
        {"p50", quantile(0.5)},
        {"p99", quantile(0.99)},
        {"mean in system", fmt::format("{:.4f}", queue.mean_in_system)},
        {"utilisation", fmt::format("{:.4f}", queue.utilisation)},
        {"blocked", fmt::format("{:.4f} %", queue.blocked_percent)},
    };
    for (const auto& [name, figure] : figures)
      lines.push_back({{fmt::format("  {:<16}{:>18}", name, figure)}});
  }
}

}  // namespace

std::vector<Line> summary_view(const dashboard::Report& report, int width) {
  std::vector<Line> lines =
      terminal::wrap({{report.scenario.name, Role::strong},
                      {fmt::format(", seed {}, {:g} s of simulated time, scenario {}", report.seed,
                                   dashboard::in_seconds(report.duration),
                                   dashboard::scenario_hash(report.scenario))}},
                     width);
  if (!report.scenario.description.empty())
    for (auto& line : terminal::wrap({{report.scenario.description, Role::muted}}, width))
      lines.push_back(line);
  lines.emplace_back();
  if (!report.scenario.gateway) {
    add_queues(lines, report);
  } else {
    const auto& first = report.arms.front();
    if (first.totals.fault_began) {
      const auto failing = first.failing_service();
      lines.push_back(
          {{fmt::format(
                "During the first fault ({}{:g} s to {}): what users got who came then",
                failing ? report.scenario.services[*failing].name + ", " : "",
                dashboard::in_seconds(*first.totals.fault_began),
                first.totals.fault_ended
                    ? fmt::format("{:g} s", dashboard::in_seconds(*first.totals.fault_ended))
                    : "the end"),
            Role::heading}});
      add_table(lines, report, true, width);
      lines.emplace_back();
    }
    lines.push_back({{"Over the whole run", Role::heading}});
    add_table(lines, report, false, width);
    lines.emplace_back();
    add_breakers(lines, report, width);
  }
  std::uint64_t events = 0;
  double seconds = 0;
  for (const auto& arm : report.arms) {
    events += arm.totals.events;
    seconds += arm.wall_seconds;
  }
  if (seconds > 0)
    lines.push_back({{fmt::format("{} events, {:.1f} million a second", events,
                                  static_cast<double>(events) / seconds / 1e6),
                      Role::muted}});
  return lines;
}

std::vector<Line> expectation_view(const std::vector<dashboard::Expectation>& expectations,
                                   int width) {
  const bool is_met = dashboard::all_hold(expectations);
  std::vector<Line> lines;
  for (const auto& one : expectations) {
    for (auto& line :
         terminal::wrap({{one.holds ? "+ " : "- ", one.holds ? Role::good : Role::bad}, {one.text}},
                        width, "", "  "))
      lines.push_back(line);
  }
  lines.push_back({{is_met ? "The failure was isolated." : "The failure was not isolated.",
                    is_met ? Role::good : Role::bad}});
  return lines;
}

}  // namespace nines
