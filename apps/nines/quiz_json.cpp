#include "nines/quiz_json.hpp"

#include <string>

#include <nlohmann/json.hpp>

#include "nines/json_output.hpp"

namespace nines {

void print_quiz_json(const QuizRun& quiz, std::uint64_t seed, const Context& context) {
  using Json = nlohmann::ordered_json;
  const auto answers = quiz.session().answers();
  const auto summary = practice::summarise(answers);
  auto questions = Json::array();
  for (const auto& question : quiz.questions()) {
    Json entry{{"id", question.item->id},
               {"topic", question.item->topic},
               {"difficulty", question.item->difficulty},
               {"key", question.item->choice()->key()},
               {"shown", question.order},
               {"answer", nullptr}};
    for (const auto& answered : answers) {
      if (answered.answer.item_id != question.item->id) continue;
      entry["answer"] = {
          {"option", answered.answer.option},
          {"correct", answered.answer.correct},
          {"certainty", answered.answer.certainty ? Json(*answered.answer.certainty) : Json()},
          {"thinking_ms", answered.answer.thinking.count()}};
    }
    questions.push_back(std::move(entry));
  }
  print_json({{"schema", "nines.quiz/1"},
              {"seed", seed},
              {"saved", quiz.is_saving()},
              {"answered", summary.answered},
              {"right", summary.right.hits},
              {"skipped", quiz.skipped()},
              {"marks", summary.marks ? Json(*summary.marks) : Json()},
              {"marks_possible", summary.marks_possible},
              {"topics", json_of(summary.topics)},
              {"questions", std::move(questions)}},
             context);
}

}  // namespace nines
