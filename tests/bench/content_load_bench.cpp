// How long 10,000 multiple-choice items take to load and validate, in one file and in fourteen, and
// beside it how long a plain parse of the same bytes takes.
#include <benchmark/benchmark.h>
#include <chrono>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <string>
#include <unistd.h>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/random.hpp"
#include "content/bank.hpp"
#include "content/lint.hpp"

namespace {

namespace fs = std::filesystem;
constexpr std::size_t item_count = 10'000;

std::string sentence(base::RandomStream& random, std::size_t words) {
  static const std::vector<std::string> vocabulary{
      "the",     "replica", "waits",        "for",       "a",        "majority", "of",
      "votes",   "before",  "it",           "answers",   "while",    "client",   "retries",
      "request", "with",    "same",         "key",       "and",      "leader",   "appends",
      "entry",   "to",      "its",          "log",       "timeouts", "grow",     "because",
      "queues",  "fill",    "when",         "arrivals",  "exceed",   "service",  "rate",
      "`ack`",   "99.9 %",  "\\\"safe\\\"", "partition", "heals"};
  std::string text;
  for (std::size_t i = 0; i < words; ++i) {
    if (i != 0) text += ' ';
    text += vocabulary[random.below(vocabulary.size())];
  }
  return text;
}

/// As content authors write: indented, some 1.8 KB each.
std::string make_item(base::RandomStream& random, std::size_t number) {
  const std::size_t key = random.below(4);
  std::string options;
  for (std::size_t i = 0; i < 4; ++i) {
    options += fmt::format(
        "      {{\n        \"text\": \"{}\",\n        \"correct\": {},\n        \"why\": \"{}\"\n"
        "      }}{}\n",
        sentence(random, 8 + random.below(6)), i == key, sentence(random, 25), i == 3 ? "" : ",");
  }
  return fmt::format(
      "  {{\n    \"id\": \"item-{}\",\n    \"kind\": \"choice\",\n    \"topic\": \"topic-{}\",\n"
      "    \"difficulty\": {},\n    \"prompt\": \"{}\",\n    \"options\": [\n{}    ],\n"
      "    \"sources\": [\n      {{\n        \"ref\": \"Dean & Barroso, 'The Tail at Scale', CACM "
      "56(2), 2013\",\n        \"url\": \"https://doi.org/10.1145/2408776.2408794\",\n"
      "        \"checked\": true\n      }}\n    ],\n    \"covers\": [\n      \"{:03}-b1\"\n    ],\n"
      "    \"see_also\": [\n      \"item-{}\"\n    ]\n  }}",
      number, number % 14, 1 + random.below(3), sentence(random, 50), options, number % 400,
      random.below(item_count));
}

class Files {
 public:
  explicit Files(std::size_t count)
      : folder_(fs::temp_directory_path() / fmt::format("nines-bench-{}-{}", ::getpid(), count)) {
    fs::create_directories(folder_);
    base::RandomStream random(1);
    std::vector<std::string> texts(count, "[\n");
    for (std::size_t i = 0; i < item_count; ++i) {
      std::string& text = texts[i * count / item_count];
      if (text.size() > 2) text += ",\n";
      text += make_item(random, i);
    }
    for (std::size_t i = 0; i < count; ++i) {
      texts_.push_back(texts[i] + "\n]\n");
      std::ofstream(folder_ / fmt::format("{:02}.json", i)) << texts_.back();
      bytes_ += texts_.back().size();
    }
  }
  ~Files() { fs::remove_all(folder_); }
  Files(const Files&) = delete;
  Files& operator=(const Files&) = delete;

  const fs::path& folder() const { return folder_; }
  const std::vector<std::string>& texts() const { return texts_; }
  std::size_t bytes() const { return bytes_; }

 private:
  fs::path folder_;
  std::vector<std::string> texts_;
  std::size_t bytes_ = 0;
};

double seconds(std::chrono::steady_clock::duration time) {
  return std::chrono::duration<double>(time).count();
}

content::Bank load(const Files& files, content::Validation validation) {
  const std::vector<fs::path> packs{files.folder()};
  return content::load(packs, NINES_SOURCE_FOLDER "/content/schema", validation);
}

void load_and_validate(benchmark::State& state, content::Validation validation) {
  const Files files(static_cast<std::size_t>(state.range(0)));
  double loading = 0;
  double parsing = 0;
  for (auto unused : state) {
    const auto start = std::chrono::steady_clock::now();
    const content::Bank bank = load(files, validation);
    const auto loaded = std::chrono::steady_clock::now();
    loading += seconds(loaded - start);
    state.SetIterationTime(seconds(loaded - start));
    if (bank.items().size() != item_count) state.SkipWithError("not every item was loaded");

    const auto parse_start = std::chrono::steady_clock::now();
    for (const std::string& text : files.texts()) {
      benchmark::DoNotOptimize(nlohmann::json::parse(text));
    }
    parsing += seconds(std::chrono::steady_clock::now() - parse_start);
  }
  state.counters["load_to_plain_parse"] = loading / parsing;
  state.counters["bytes_per_item"] = static_cast<double>(files.bytes()) / item_count;
}

BENCHMARK_CAPTURE(load_and_validate, fast, content::Validation::fast)
    ->ArgName("files")
    ->Arg(1)
    ->Arg(14)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(load_and_validate, full, content::Validation::full)
    ->ArgName("files")
    ->Arg(1)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

void lint(benchmark::State& state) {
  const Files files(14);
  const content::Bank bank = load(files, content::Validation::fast);
  for (auto unused : state) benchmark::DoNotOptimize(content::lint(bank));
}
BENCHMARK(lint)->Unit(benchmark::kMillisecond);

}  // namespace
