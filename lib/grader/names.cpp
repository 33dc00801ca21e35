#include "grader/names.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace grader {
namespace {

constexpr std::array<std::string_view, 14> outcomes{
    "none",        "returned",  "rethrown", "rejected",         "running",          "wrong_value",
    "wrong_error", "swallowed", "threw",    "rejected_but_ran", "rejected_wrongly", "skipped",
    "ran_twice",   "blocked"};
static_assert(outcomes.size() == static_cast<std::size_t>(Outcome::blocked) + 1);

constexpr std::array<std::string_view, 13> endings{
    "complete", "crashed",           "exited_early", "timeout_cpu",  "timeout_wall",
    "deadlock", "did_not_settle",    "memory_limit", "output_limit", "protocol_error",
    "denied",   "constructor_threw", "grader_error"};
static_assert(endings.size() == static_cast<std::size_t>(Ending::grader_error) + 1);

constexpr std::array<const char*, 15> verdicts{
    "PASS",         "FAIL",           "COMPILE_ERROR", "COMPILE_LIMIT", "CRASHED",
    "EXITED_EARLY", "TIMEOUT_CPU",    "TIMEOUT_WALL",  "DEADLOCK",      "MEMORY_LIMIT",
    "OUTPUT_LIMIT", "PROTOCOL_ERROR", "SANITIZER",     "DENIED",        "GRADER_ERROR"};
static_assert(verdicts.size() == static_cast<std::size_t>(Verdict::grader_error) + 1);

}  // namespace

std::string_view name(Outcome outcome) {
  return outcomes[static_cast<std::size_t>(outcome)];
}

std::optional<Outcome> outcome_named(std::string_view name) {
  const auto found = std::find(outcomes.begin(), outcomes.end(), name);
  if (found == outcomes.end()) return std::nullopt;
  return static_cast<Outcome>(found - outcomes.begin());
}

std::string_view name(Ending ending) {
  return endings[static_cast<std::size_t>(ending)];
}

const char* name(Verdict verdict) {
  return verdicts[static_cast<std::size_t>(verdict)];
}

}  // namespace grader
