#include "nines/submission_port.hpp"

#include <array>
#include <chrono>
#include <fmt/format.h>
#include <memory>
#include <optional>

#include "grader/live_subject.hpp"
#include "terminal/text.hpp"

namespace nines {
namespace {

using grader::Ending;
using grader::LiveSubject;
using grader::Outcome;
using simulation::nanoseconds;

std::string words_of(Ending ending) {
  switch (ending) {
    case Ending::crashed:
      return "it crashed";
    case Ending::exited_early:
      return "it ended the program";
    case Ending::timeout_cpu:
    case Ending::timeout_wall:
      return "a call never came back";
    case Ending::deadlock:
      return "it waits for ever";
    case Ending::did_not_settle:
      return "a thread of it never comes to rest: a busy wait";
    case Ending::memory_limit:
      return "it used too much memory, or too many threads";
    case Ending::output_limit:
      return "it prints without end";
    case Ending::denied:
      return "it did what the sandbox forbids";
    case Ending::constructor_threw:
      return "its constructor threw";
    default:
      return "it broke down";
  }
}

std::string words_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::blocked:
      return "its lock is held while the call runs, so that calls wait for one another";
    case Outcome::wrong_value:
      return "a call came back with another value than the function's";
    case Outcome::wrong_error:
      return "a call threw something else than the function did";
    case Outcome::swallowed:
      return "the function threw, and the call returned";
    case Outcome::threw:
      return "the function returned, and the call threw";
    case Outcome::ran_twice:
      return "a call ran the function twice";
    case Outcome::rejected_but_ran:
      return "a call ran the function and then reported CircuitOpenError";
    case Outcome::rejected_wrongly:
      return "a call was refused with something else than CircuitOpenError";
    case Outcome::skipped:
      return "a call returned without running the function";
    default:
      return "a call did not do what it should";
  }
}

class SubmissionPort final : public simulation::BreakerPort {
 public:
  explicit SubmissionPort(std::unique_ptr<LiveSubject> subject) : subject_(std::move(subject)) {}

  simulation::Admission admit(nanoseconds now) override {
    std::uint32_t call = 0;
    while (call < is_running_.size() && is_running_[call]) ++call;
    if (call == is_running_.size()) {
      throw simulation::ArmFailed(
          fmt::format("more than {} calls are inside it at once, for which there is no room",
                      LiveSubject::calls_max));
    }
    const bool was_closed = state_ == breaker::State::closed;
    const Outcome outcome = observed(subject_->begin(call, passed(now)), now);
    if (outcome == Outcome::rejected) return {.state = state_};
    if (outcome != Outcome::running) fail_arm(outcome);
    is_running_[call] = true;
    return {.ticket = simulation::CallTicket{call, !was_closed}, .state = state_};
  }

  breaker::State succeed(simulation::CallTicket ticket, nanoseconds now, nanoseconds) override {
    return finish(ticket, true, now, Outcome::returned);
  }

  breaker::State fail(simulation::CallTicket ticket, nanoseconds now, nanoseconds) override {
    return finish(ticket, false, now, Outcome::rethrown);
  }

  breaker::State state(nanoseconds now) override {
    if (now != now_) observed(subject_->look(passed(now)), now);
    return state_;
  }

  simulation::BreakerView view(nanoseconds) override { return {.state = state_}; }

 private:
  nanoseconds passed(nanoseconds now) const { return now - now_; }

  Outcome observed(const LiveSubject::Reply& reply, nanoseconds now) {
    if (!reply.observed) {
      const std::string detail = terminal::printable(reply.detail);
      throw simulation::ArmFailed(words_of(reply.ending) +
                                  (detail.empty() ? "" : " (" + detail + ")"));
    }
    now_ = now;
    if (reply.observed->outcome == Outcome::blocked) fail_arm(Outcome::blocked);
    if (reply.observed->state > 2) {
      throw simulation::ArmFailed("its state is none of CLOSED, OPEN and HALF_OPEN");
    }
    state_ = static_cast<breaker::State>(reply.observed->state);
    return reply.observed->outcome;
  }

  breaker::State finish(simulation::CallTicket ticket, bool succeeds, nanoseconds now,
                        Outcome right) {
    const auto call = static_cast<std::uint32_t>(ticket.number);
    is_running_[call] = false;
    const Outcome outcome = observed(subject_->finish(call, succeeds, passed(now)), now);
    if (outcome != right) fail_arm(outcome);
    return state_;
  }

  [[noreturn]] static void fail_arm(Outcome outcome) {
    throw simulation::ArmFailed(words_of(outcome));
  }

  std::unique_ptr<LiveSubject> subject_;
  std::array<bool, LiveSubject::calls_max> is_running_{};
  nanoseconds now_{};
  breaker::State state_ = breaker::State::closed;
};

}  // namespace

simulation::PortFactory submission_ports(const std::filesystem::path& program,
                                         const std::string& service,
                                         const SubmissionSettings& settings,
                                         const grader::DriverOptions& options) {
  return [=](const simulation::Service& each,
             std::size_t) -> std::unique_ptr<simulation::BreakerPort> {
    if (each.name != service) return nullptr;
    const grader::Setting setting{{settings.failure_threshold, settings.reset_timeout_seconds,
                                   settings.success_threshold, 0}};
    return std::make_unique<SubmissionPort>(grader::open_live(program, setting, options));
  };
}

simulation::PortFactory consecutive_ports(const std::string& service,
                                          const SubmissionSettings& settings) {
  return [=](const simulation::Service& each,
             std::size_t) -> std::unique_ptr<simulation::BreakerPort> {
    if (each.name != service) return nullptr;
    return simulation::make_port(
        breaker::Policy{.failure_threshold = settings.failure_threshold,
                        .reset_timeout = std::chrono::seconds(settings.reset_timeout_seconds),
                        .success_threshold = settings.success_threshold});
  };
}

}  // namespace nines
