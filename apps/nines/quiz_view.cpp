#include "nines/quiz_view.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <string>

#include "nines/dates.hpp"
#include "nines/view_text.hpp"
#include "terminal/markdown.hpp"

namespace nines {
namespace {

using terminal::Line;
using terminal::Role;

std::string signed_marks(int marks) {
  return marks > 0 ? fmt::format("+{}", marks) : fmt::format("{}", marks);
}

std::string percent(const practice::Share& share) {
  return fmt::format("{:.0f} %", 100.0 * share.value());
}

}  // namespace

char option_letter(std::size_t place) {
  return static_cast<char>('a' + place);
}

std::vector<Line> question_view(const practice::Question& question, std::size_t number,
                                std::size_t count, const ViewLayout& layout) {
  const auto& item = *question.item;
  std::vector<Line> lines;
  add_item_head(lines, {"Question", number, count}, item, layout);
  add_labelled(lines, {{" "}}, item.prompt, layout);
  lines.emplace_back();
  for (std::size_t place = 0; place < question.order.size(); ++place) {
    const auto& option = item.choice()->options[question.order[place]];
    const char letter = option_letter(place);
    const std::string label =
        layout.screen_reader ? fmt::format("Option {}: ", letter) : fmt::format("   {}  ", letter);
    add_labelled(lines, {{label, Role::key}}, option.text, layout);
  }
  lines.emplace_back();
  return lines;
}

std::vector<Line> feedback_view(const practice::Question& question, const practice::Answer& answer,
                                const ViewLayout& layout) {
  const auto& options = question.item->choice()->options;
  const auto mark = practice::certainty_mark(answer.correct, answer.certainty);
  const std::string marks = mark ? fmt::format(" ({})", signed_marks(*mark)) : "";
  std::vector<Line> lines;
  lines.emplace_back();
  if (answer.correct) {
    lines.push_back({{" + Right" + marks, Role::good}});
  } else {
    const auto key =
        std::find(question.order.begin(), question.order.end(), question.item->choice()->key());
    const char letter = option_letter(static_cast<std::size_t>(key - question.order.begin()));
    add_wrapped(lines,
                {{"- Wrong" + marks, Role::bad}, {fmt::format(". The answer is {}.", letter)}},
                layout.width, " ", "   ");
  }
  for (std::size_t place = 0; place < question.order.size(); ++place) {
    const auto& option = options[question.order[place]];
    const bool is_chosen = question.order[place] == static_cast<std::size_t>(answer.option);
    const char letter = option_letter(place);
    const std::string verdict = option.correct ? "right" : "wrong";
    const std::string yours = is_chosen ? ", your answer" : "";
    if (layout.screen_reader) {
      add_labelled(lines, {},
                   fmt::format("Option {}, {}{}: {}", letter, verdict, yours, option.why), layout);
      continue;
    }
    const Line label{{is_chosen ? " > " : "   "},
                     {std::string(1, letter), Role::key},
                     {"  "},
                     {verdict, option.correct ? Role::good : Role::bad},
                     {"  "}};
    add_labelled(lines, label, option.why, layout);
  }
  return lines;
}

std::vector<Line> sources_view(const content::Item& item, const ViewLayout& layout) {
  std::vector<Line> lines;
  if (item.sources.empty()) lines.push_back({{" This question names no sources."}});
  for (const auto& source : item.sources) {
    add_wrapped(lines, {{source.ref}}, layout.width, " ", "   ");
    add_wrapped(lines, {{source.url, Role::link}}, layout.width, "   ", "   ");
  }
  return lines;
}

std::vector<Line> reason_view(const content::Item& item,
                              std::span<const practice::Answered> history, bool weak,
                              const ViewLayout& layout) {
  std::size_t answers = 0;
  std::size_t right = 0;
  const practice::Answered* last = nullptr;
  for (const auto& answered : history) {
    if (answered.answer.item_id != item.id) continue;
    ++answers;
    right += answered.answer.correct ? 1 : 0;
    last = &answered;
  }
  std::string reason;
  if (last == nullptr) {
    reason = "You have not answered this one before.";
  } else {
    reason = fmt::format(
        "Answered {} {} before, {} right; last on {}: {}{}.", answers,
        answers == 1 ? "time" : "times", right, local_date(last->at),
        last->answer.correct ? "right" : "wrong",
        last->answer.certainty ? fmt::format(" with certainty {}", *last->answer.certainty) : "");
    if (weak) reason += " --weak asks the weakest first.";
  }
  std::vector<Line> lines;
  add_wrapped(lines, {{reason}}, layout.width, " ", " ");
  return lines;
}

std::vector<Line> topics_view(const std::vector<practice::TopicScore>& topics,
                              const ViewLayout& layout) {
  std::vector<Line> lines;
  int column = 5;
  for (const auto& topic : topics) column = std::max(column, static_cast<int>(topic.topic.size()));
  const bool is_aligned = !layout.screen_reader && column + 24 <= layout.width;
  if (is_aligned)
    lines.push_back({{fmt::format("   {:<{}}   right", "topic", column), Role::muted}});
  for (const auto& topic : topics) {
    const std::string score = fmt::format("{} of {}", topic.right.hits, topic.right.total);
    lines.push_back({{is_aligned ? fmt::format("   {:<{}}   {}", topic.topic, column, score)
                                 : fmt::format("   {}: {} right", topic.topic, score)}});
  }
  return lines;
}

std::vector<Line> calibration_view(const practice::Summary& summary, int width) {
  std::size_t rated = 0;
  std::string parts;
  for (auto it = summary.by_certainty.rbegin(); it != summary.by_certainty.rend(); ++it) {
    const auto& [certainty, share] = *it;
    if (share.total == 0) continue;
    rated += share.total;
    if (!parts.empty()) parts += ", ";
    parts += fmt::format("{} -> {} right (n={})", certainty, percent(share), share.total);
  }
  if (rated < practice::calibration_needs) return {};
  return terminal::wrap({{fmt::format("Certainty: {}.", parts)}}, width, " ", " ");
}

std::vector<Line> summary_view(const practice::Summary& run, std::size_t skipped,
                               const practice::Summary& all, const ViewLayout& layout) {
  std::vector<Line> lines;
  lines.emplace_back();
  std::string score = fmt::format("{} of {} right", run.right.hits, run.right.total);
  if (skipped > 0) score += fmt::format(", {} skipped", skipped);
  score += ".";
  if (run.marks) {
    score += fmt::format(" Certainty marks: {} of {}.", *run.marks, run.marks_possible);
  }
  add_wrapped(lines, {{score, Role::strong}}, layout.width, " ", " ");
  const auto topics = topics_view(run.topics, layout);
  lines.insert(lines.end(), topics.begin(), topics.end());
  const auto calibration = calibration_view(all, layout.width);
  lines.insert(lines.end(), calibration.begin(), calibration.end());
  return lines;
}

}  // namespace nines
