#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <thread>

#include "base/error.hpp"
#include "dashboard/plain_lines.hpp"
#include "dashboard/recorder.hpp"
#include "dashboard/terminal_view.hpp"
#include "nines/dashboard.hpp"
#include "nines/dashboard_view.hpp"
#include "nines/stopping.hpp"

namespace nines {
namespace {

using namespace std::chrono_literals;

/// Waits, but no longer than until it is asked to stop.
void wait_until(std::chrono::steady_clock::time_point deadline, const Stopping& stopping) {
  while (!stopping.flag().load() && std::chrono::steady_clock::now() < deadline)
    std::this_thread::sleep_for(std::min<std::chrono::steady_clock::duration>(
        deadline - std::chrono::steady_clock::now(), 50ms));
}

/// The wall time of one simulated second.
std::chrono::nanoseconds second_at(dashboard::Cockpit::Pace pace) {
  using Pace = dashboard::Cockpit::Pace;
  return pace == Pace::x1 ? 1s : pace == Pace::x10 ? 100ms : pace == Pace::x100 ? 10ms : 0ns;
}

int run_lines(dashboard::Session& session, dashboard::Cockpit::Pace pace, const DashboardJob& job,
              Stopping& stopping, Context& context) {
  auto& console = context.console();
  dashboard::PlainLines lines(console.capabilities().screen_reader);
  const auto start = std::chrono::steady_clock::now();
  int seconds = 0;
  while (session.run().now() < job.duration && session.run().failure() == nullptr) {
    ++seconds;
    wait_until(start + seconds * second_at(pace), stopping);
    if (stopping.flag().load()) return stopping.finish();
    session.run_until(std::min<std::chrono::nanoseconds>(session.run().now() + 1s, job.duration));
    for (const auto& line : lines.next(session)) console.print({{line}});
  }
  if (const auto* failure = session.run().failure()) {
    console.print_wrapped({{"The run has ended: " + *failure}});
    return status_refused;
  }
  return status_done;
}

}  // namespace

int run_live(const DashboardRequest& request, const DashboardJob& job, Context& context) {
  const auto& capabilities = context.console().capabilities();
  const auto pace = *dashboard::pace_of(request.speed);
  dashboard::Session session(job.scenario, job.seed, job.plans.front());
  Stopping stopping;
  if (!capabilities.single_key) return run_lines(session, pace, job, stopping, context);
  std::optional<std::chrono::nanoseconds> end;
  if (job.has_duration) end = job.duration;
  dashboard::Cockpit cockpit(session, pace, end);
  if (request.blue_orange) cockpit.set_theme(dashboard::Theme::blue_orange);
  const bool is_interrupted = dashboard::show_cockpit(
      cockpit,
      {.colour = capabilities.color_output, .unicode = capabilities.utf8 && !request.ascii},
      [&stopping] { return stopping.flag().load(); });
  if (is_interrupted || stopping.flag().load()) return stopping.finish();
  context.console().print_wrapped({{fmt::format(
      "{} s of {} with seed {}. The same in figures: nines dashboard --scenario {} "
      "--seed {} --compare",
      session.run().now() / 1s, job.scenario.name, job.seed, request.scenario, job.seed)}});
  return status_done;
}

int run_record(const DashboardRequest& request, const DashboardJob& job, Context& context) {
  Stopping stopping;
  const dashboard::FrameShape shape{.columns = 80, .rows = 24, .unicode = !request.ascii};
  const auto cast = dashboard::record_cast(job.scenario, job.seed, job.duration, job.plans.front(),
                                           shape, [&stopping] { return stopping.flag().load(); });
  if (!cast) return stopping.finish();
  errno = 0;
  std::ofstream out(request.record, std::ios::binary | std::ios::trunc);
  out << *cast;
  out.close();
  if (!out)
    throw base::Error(fmt::format("{}: cannot be written: {}", request.record.string(),
                                  std::strerror(errno == 0 ? EIO : errno)));
  context.console().print_wrapped({{fmt::format(
      "Recorded {:g} s. Watch it with: asciinema play -i 1 {}",
      std::chrono::duration<double>(job.duration).count(), request.record.string())}});
  return status_done;
}

}  // namespace nines
