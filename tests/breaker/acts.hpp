#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "breaker/consecutive.hpp"

/// Something done to a breaker at an instant, said without knowing what came of what was done
/// before.
struct Act {
  enum class Kind { begin, succeed, fail, query } kind = Kind::begin;
  std::chrono::nanoseconds at{};
  /// Which running call ends, counted from the oldest and modulo their number; without a running
  /// call, succeed and fail do nothing.
  std::size_t pick = 0;
};

/// Overlapping calls and pauses of every length around the timeout, the very instant included.
inline std::vector<Act> random_acts(base::RandomStream& stream, std::size_t count,
                                    std::chrono::nanoseconds timeout) {
  const std::chrono::nanoseconds tick(1);
  const std::chrono::nanoseconds pauses[] = {timeout / 2, timeout - tick, timeout, timeout + tick};
  std::vector<Act> acts(count);
  std::chrono::nanoseconds now{};
  for (Act& act : acts) {
    if (stream.below(4) == 0) now += pauses[stream.below(4)];
    constexpr Act::Kind kinds[] = {Act::Kind::begin,   Act::Kind::begin, Act::Kind::begin,
                                   Act::Kind::succeed, Act::Kind::fail,  Act::Kind::fail,
                                   Act::Kind::query};
    act = {.kind = kinds[stream.below(7)], .at = now, .pick = stream.below(3)};
  }
  return acts;
}

/// The state after each act, in the letters of play().
inline std::string perform(const std::vector<Act>& acts, const breaker::Policy& policy,
                           const breaker::OpenChoices& choices) {
  breaker::ConsecutiveBreaker circuit(policy, choices);
  std::vector<breaker::Ticket> running;
  std::string shown;
  for (const Act& act : acts) {
    bool rejected = false;
    if (act.kind == Act::Kind::query) {
      circuit.note_query(act.at);
    } else if (act.kind == Act::Kind::begin) {
      const auto admission = circuit.begin(act.at);
      rejected = !admission.ticket;
      if (!rejected) running.push_back(*admission.ticket);
    } else if (!running.empty()) {
      const auto place = static_cast<std::ptrdiff_t>(act.pick % running.size());
      const breaker::Ticket ticket = running[static_cast<std::size_t>(place)];
      running.erase(running.begin() + place);
      if (act.kind == Act::Kind::succeed)
        circuit.succeed(ticket, act.at);
      else
        circuit.fail(ticket, act.at);
    }
    shown += (rejected ? "coh" : "COH")[static_cast<int>(circuit.state(act.at))];
  }
  return shown;
}
