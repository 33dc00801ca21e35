#include "nines/run_json.hpp"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "nines/json_output.hpp"

namespace nines {

using Json = nlohmann::ordered_json;

namespace {

Json json_of_answer(const practice::Answer& answer) {
  constexpr std::array<const char*, 5> ratings{"", "again", "hard", "good", "easy"};
  Json entry{{"id", answer.item_id},
             {"topic", answer.topic},
             {"correct", answer.correct},
             {"thinking_ms", answer.thinking.count()}};
  if (answer.spoken) {
    auto said = Json::array();
    for (const auto& tick : answer.spoken->ticks) said.push_back(tick.said);
    entry["rating"] = ratings[static_cast<std::size_t>(answer.spoken->rating)];
    entry["said"] = std::move(said);
    entry["typed"] = answer.spoken->typed.empty() ? Json() : Json(answer.spoken->typed);
  }
  if (answer.computed) {
    entry["drawn"] = answer.computed->drawn;
    entry["given"] = answer.computed->given;
  }
  return entry;
}

}  // namespace

void print_run_json(const std::string& verb, const RunRecord& record, std::uint64_t seed,
                    const Context& context) {
  auto answers = Json::array();
  for (const auto& answered : record.log().answers()) {
    answers.push_back(json_of_answer(answered.answer));
  }
  const auto summary = record.log().summary();
  print_json({{"schema", "nines." + verb + "/1"},
              {"seed", seed},
              {"saved", record.is_saving()},
              {"answered", summary.answered},
              {"right", summary.right.hits},
              {"skipped", record.log().skipped()},
              {"topics", json_of(summary.topics)},
              {"answers", std::move(answers)}},
             context);
}

}  // namespace nines
