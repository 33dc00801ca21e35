#include "nines/attempts_view.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "nines/dates.hpp"

namespace nines {
namespace {

using Json = nlohmann::ordered_json;
using practice::Attempted;

constexpr const char* accepted = "PASS";

std::string time_text(std::chrono::milliseconds time) {
  const auto seconds = time.count() / 1000;
  return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
}

std::string outcome_text(const Attempted& attempted) {
  const auto& attempt = attempted.attempt;
  if (attempt.required_total == 0) return attempt.verdict;
  return fmt::format("{} {}/{}", attempt.verdict, attempt.required_passed, attempt.required_total);
}

std::string summary(const std::vector<const Attempted*>& attempts) {
  const auto pass = std::find_if(attempts.begin(), attempts.end(), [](const Attempted* each) {
    return each->attempt.verdict == accepted;
  });
  const Attempted& last = *attempts.back();
  std::string text = fmt::format(": {} {}, the last on {}: {}", attempts.size(),
                                 attempts.size() == 1 ? "attempt" : "attempts", local_date(last.at),
                                 outcome_text(last));
  if (!last.attempt.findings.empty())
    text += fmt::format(" ({})", fmt::join(last.attempt.findings, ", "));
  if (pass == attempts.end()) return text + "; not passed yet";
  text += fmt::format("; first passed with attempt {}", pass - attempts.begin() + 1);
  if ((*pass)->attempt.elapsed) text += " after " + time_text(*(*pass)->attempt.elapsed);
  return text;
}

}  // namespace

std::vector<terminal::Line> attempts_view(const std::vector<Attempted>& attempts, int width) {
  std::map<std::string, std::vector<const Attempted*>> by_challenge;
  for (const auto& each : attempts) by_challenge[each.attempt.challenge].push_back(&each);
  std::vector<terminal::Line> lines;
  for (const auto& [challenge, list] : by_challenge) {
    const auto wrapped =
        terminal::wrap({{challenge, terminal::Role::strong}, {summary(list)}}, width, " ", "   ");
    lines.insert(lines.end(), wrapped.begin(), wrapped.end());
  }
  return lines;
}

Json json_of(const std::vector<Attempted>& attempts) {
  auto list = Json::array();
  for (const auto& [id, at, attempt] : attempts) {
    list.push_back(
        {{"at", utc_stamp(at)},
         {"challenge", attempt.challenge},
         {"language", attempt.language},
         {"verdict", attempt.verdict},
         {"required_passed", attempt.required_passed},
         {"required_total", attempt.required_total},
         {"findings", attempt.findings},
         {"took_ms", attempt.took.count()},
         {"elapsed_s", attempt.elapsed ? Json(attempt.elapsed->count() / 1000) : Json()}});
  }
  return list;
}

}  // namespace nines
