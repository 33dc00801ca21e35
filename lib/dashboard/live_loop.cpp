#include "dashboard/live_loop.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "base/error.hpp"

namespace dashboard {
namespace {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;

constexpr nanoseconds elapsed_max{250ms};
// A system too large for its speed falls behind, so that controls and Ctrl-C do not have to wait.
constexpr std::uint64_t turn_events_max = 1'000'000;
constexpr nanoseconds advance_slice{1s};
constexpr nanoseconds between_pictures_min{180ms};
constexpr nanoseconds between_pictures_max{1s};

template <typename... Cases>
struct ControlCases : Cases... {
  using Cases::operator()...;
};
template <typename... Cases>
ControlCases(Cases...) -> ControlCases<Cases...>;

std::uint64_t last_entry(const simulation::Run& run) {
  return run.log().empty() ? 0 : run.log().back().id;
}

}  // namespace

LiveLoop::LiveLoop(simulation::Run& run, Board& board, RunFacts facts, Plan plan)
    : run_(run),
      board_(board),
      feed_(std::move(facts)),
      plan_(std::move(plan)),
      speed_(plan_.speed) {
  publish_if_due(true, nanoseconds{});
}

bool LiveLoop::is_over() const {
  return plan_.duration && run_.now() >= *plan_.duration;
}

void LiveLoop::turn(const std::vector<Control>& controls, nanoseconds elapsed) {
  for (const auto& control : controls) obey(control);
  elapsed = std::clamp(elapsed, nanoseconds{}, elapsed_max);
  if (!is_paused_) {
    const auto simulated = std::chrono::duration<double, std::nano>(elapsed) * speed_;
    advance(run_.now() + std::chrono::duration_cast<nanoseconds>(simulated));
  }
  publish_if_due(!controls.empty() || is_over(), elapsed);
}

void LiveLoop::advance(nanoseconds time) {
  const auto end = plan_.duration ? std::min(time, *plan_.duration) : time;
  const auto events = run_.events();
  while (run_.now() < end && run_.failure() == nullptr &&
         run_.events() - events < turn_events_max) {
    run_.run_until(std::min(end, run_.now() + advance_slice));
  }
}

void LiveLoop::obey(const Control& control) {
  std::visit(ControlCases{[this](const Pause& pause) { is_paused_ = pause.is_on; },
                          [this](const Step& step) {
                            // A step is one to look at.
                            is_paused_ = true;
                            if (step.size == Step::Size::event) {
                              if (!is_over()) run_.step();
                            } else {
                              advance(run_.now() + 1s);
                            }
                          },
                          [this](const SetSpeed& speed) { speed_ = speed.factor; },
                          [this](const StartFault& fault) { start_fault(fault); },
                          [this](const Switch& turned) {
                            switch (turned.what) {
                              case Switch::What::breakers:
                                run_.set_breakers(turned.is_on);
                                break;
                              case Switch::What::retries:
                                run_.set_retries(turned.is_on);
                                break;
                              case Switch::What::bulkheads:
                                run_.set_bulkheads(turned.is_on);
                                break;
                            }
                          },
                          [this](const AskReport& ask) {
                            ask.answer(plan_.report ? plan_.report(run_) : "{}");
                          }},
             control);
}

void LiveLoop::start_fault(const StartFault& fault) {
  const auto& schedule = run_.scenario().fault_schedule;
  const bool is_usual = fault.kind == StartFault::Kind::degrade && schedule;
  try {
    run_.inject({.service = fault.service,
                 .at = run_.now(),
                 .duration = fault.duration,
                 .effect = is_usual ? schedule->effect : effect_of(fault.kind)});
  } catch (const base::Error&) {
    // Checked when it was asked for; a run that has failed since takes no faults.
  }
}

void LiveLoop::publish_if_due(bool is_asked, nanoseconds elapsed) {
  since_published_ += elapsed;
  const bool has_news = std::chrono::floor<std::chrono::seconds>(run_.now()) !=
                            std::chrono::floor<std::chrono::seconds>(published_time_) ||
                        last_entry(run_) != published_entry_;
  const bool is_due = is_asked || since_published_ >= between_pictures_max ||
                      (has_news && since_published_ >= between_pictures_min);
  if (!is_due) return;
  board_.publish(make_picture(feed_.take(run_, speed_, is_paused_)));
  since_published_ = {};
  published_time_ = run_.now();
  published_entry_ = last_entry(run_);
}

}  // namespace dashboard
