#include "practice/item_record.hpp"

namespace practice {

std::unordered_map<std::string, ItemRecord> item_records(std::span<const Answered> answers,
                                                         std::span<const Flagged> flags) {
  std::unordered_map<std::string, ItemRecord> records;
  for (std::size_t place = 0; place < answers.size(); ++place) {
    const auto& answered = answers[place];
    auto& record = records[answered.answer.item_id];
    ++record.answers;
    record.right += answered.answer.correct ? 1 : 0;
    record.last_at = answered.at;
    record.last_place = place;
    record.last_correct = answered.answer.correct;
    record.last_certainty = answered.answer.certainty;
  }
  for (const auto& flagged : flags) records[flagged.item_id].notes.push_back(flagged.note);
  return records;
}

}  // namespace practice
