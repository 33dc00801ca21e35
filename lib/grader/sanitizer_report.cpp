#include "grader/sanitizer_report.hpp"

#include <algorithm>

namespace grader {
namespace {

constexpr std::size_t places_max = 2;

std::string_view until(std::string_view text, std::string_view end) {
  return text.substr(0, std::min(text.find(end), text.size()));
}

/// "breaker.hpp:12" from "#1 ... /work/x/breaker.hpp:12:5 (...)"; empty when it is another file's.
std::string place_in(std::string_view line, std::string_view seen, std::string_view shown) {
  for (auto at = line.find(seen); at != std::string_view::npos; at = line.find(seen, at + 1)) {
    const bool begins = at == 0 || line[at - 1] == '/' || line[at - 1] == ' ';
    const std::size_t colon = at + seen.size();
    if (!begins || colon >= line.size() || line[colon] != ':') continue;
    const auto digits = std::min(line.find_first_not_of("0123456789", colon + 1), line.size());
    if (digits > colon + 1)
      return std::string(shown) + std::string(line.substr(colon, digits - colon));
  }
  return {};
}

/// "heap-use-after-free", "data race", "detected memory leaks".
std::string kind_of(std::string_view line) {
  const auto at = line.find("Sanitizer: ");
  if (at == std::string_view::npos) return {};
  std::string_view words = line.substr(at + 11);
  for (const std::string_view end : {" on ", " (pid", " (0x", ": "}) words = until(words, end);
  return std::string(words);
}

}  // namespace

const std::vector<std::string> sanitizer_environment = {
    "ASAN_OPTIONS=exitcode=66:detect_leaks=1:handle_abort=1:external_symbolizer_path=",
    "UBSAN_OPTIONS=print_stacktrace=0:external_symbolizer_path=",
    "TSAN_OPTIONS=exitcode=66:halt_on_error=1:external_symbolizer_path=",
};

void set_sanitizer_limits(sandbox::Job& job) {
  job.policy = sandbox::Policy::sanitizer;
  job.fixed_addresses = true;
  job.limits.address_space_bytes = 0;
  job.limits.resident_bytes = 1ULL << 30;
  job.limits.stack_bytes = 8ULL << 20;
  job.limits.cpu = std::chrono::seconds(15);
  job.limits.wall = std::chrono::seconds(25);
}

std::string with_places(const std::string& text, const std::filesystem::path& program,
                        sandbox::Tier tier) {
  constexpr std::size_t addresses_max = 64;
  const std::string mark = program.filename().string() + "+0x";
  sandbox::Job job;
  job.argv = {"/usr/bin/addr2line", "-e", program.string()};
  job.readable = {program};
  std::vector<std::size_t> ends;
  for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
    const std::size_t number = at + mark.size() - 2;
    const std::size_t end =
        std::min(text.find_first_not_of("0123456789abcdef", number + 2), text.size());
    job.argv.push_back(text.substr(number, end - number));
    ends.push_back(end);
    if (ends.size() == addresses_max) break;
  }
  if (ends.empty() || text.find("nines-main.cpp:") != std::string::npos) return text;
  const sandbox::RunResult result = sandbox::run(job, tier);
  std::string_view places = result.output;
  std::string found;
  std::size_t copied = 0;
  for (const std::size_t end : ends) {
    const std::string_view place = until(places, "\n");
    places.remove_prefix(std::min(place.size() + 1, places.size()));
    found += text.substr(copied, end - copied) + ' ' + std::string(place);
    copied = end;
  }
  return found + text.substr(copied);
}

std::string first_report(std::string_view text, std::string_view seen, std::string_view shown) {
  std::string kind;
  std::vector<std::string> places;
  while (!text.empty() && places.size() < places_max) {
    const std::string_view line = until(text, "\n");
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (const auto at = line.find(": runtime error: "); at != std::string_view::npos) {
      const std::string place = place_in(line, seen, shown);
      return (place.empty() ? std::string() : place + ": ") + std::string(line.substr(at + 17));
    }
    if (kind.empty()) {
      kind = kind_of(line);
      continue;
    }
    // The tool's last word; what comes after is another report.
    if (line.starts_with("SUMMARY:")) break;
    const std::string place = place_in(line, seen, shown);
    const bool is_new = std::find(places.begin(), places.end(), place) == places.end();
    if (!place.empty() && is_new) places.push_back(place);
  }
  if (kind.empty() || places.empty()) return kind;
  return kind + ": " + places[0] + (places.size() > 1 ? " and " + places[1] : "");
}

}  // namespace grader
