#include "nines/drill_run.hpp"

#include <chrono>
#include <fmt/format.h>
#include <utility>

#include "base/error.hpp"
#include "nines/command_word.hpp"
#include "nines/drill_view.hpp"
#include "nines/quiz_view.hpp"

namespace nines {

using practice::DrillVerdict;
using terminal::Reply;
using terminal::Role;

namespace {

constexpr const char* question_help =
    "Type the answer, with a unit or without: 1050, 17.5 h, 1.2e6, 5 million, 250 Mbit/s, 12 per "
    "second. s skip, f flag with a note, u undo the last answer, q leave with a summary. Ctrl-C "
    "drops this question and leaves.";
constexpr const char* review_help =
    "Enter next, u take the answer back and be asked again, f flag with a note, r references, q "
    "leave with a summary.";

}  // namespace

DrillRun::DrillRun(Context& context, Sitting sitting, Plan plan)
    : context_(context), plan_(std::move(plan)), record_(context, std::move(sitting)) {}

ViewLayout DrillRun::layout() const {
  return {console().width(), console().capabilities().screen_reader};
}

/// Depends on the seed, the drill and how often it came alone, so that other drills beside it do
/// not change its numbers.
practice::DrawnDrill DrillRun::drawn(std::size_t number) const {
  const content::Item& item = *plan_.drills[number % plan_.drills.size()];
  const std::size_t round = number / plan_.drills.size();
  base::RandomStream random(plan_.seed, fmt::format("numbers of {}, {}", item.id, round));
  auto drill = practice::draw(item, random);
  if (!drill) {
    throw base::Error(fmt::format("{}: no numbers satisfy the constraint of \"{}\"",
                                  item.place.file.string(), item.id),
                      "widen the ranges of its parameters");
  }
  return std::move(*drill);
}

bool DrillRun::play() {
  while (!plan_.count || number_ < *plan_.count) {
    const Step step = ask(drawn(number_));
    if (step == Step::interrupt) return true;
    if (step == Step::leave) return false;
    if (step == Step::next) {
      ++number_;
      is_shown_ = false;
    }
  }
  return false;
}

DrillRun::Step DrillRun::ask(const practice::DrawnDrill& drill) {
  if (!is_shown_) {
    console().print(
        drill_question_view(drill, {"Drill", number_ + 1, plan_.count.value_or(0)}, layout()));
    thinking_since_ = context_.clock().steady_now();
    is_shown_ = true;
  }
  const Reply reply = console().ask_line({{" answer> ", Role::key}});
  if (reply.kind == Reply::Kind::interrupted) return Step::interrupt;
  if (reply.kind == Reply::Kind::end) return Step::leave;
  if (const auto step = command(drill, reply.text)) return *step;
  return answer(drill, reply.text);
}

std::optional<DrillRun::Step> DrillRun::command(const practice::DrawnDrill& drill,
                                                const std::string& text) {
  const auto word = parse_command_word(text, "sufqr?");
  switch (word.letter) {
    case 's':
      console().print();
      return record_.skip(*drill.item) ? Step::next : Step::leave;
    case 'u':
      return undo();
    case 'f':
      record_.flag(*drill.item, word.rest);
      return Step::stay;
    case 'r':
      console().print(sources_view(*drill.item, layout()));
      return Step::stay;
    case 'q':
      return Step::leave;
    case '?':
      say(question_help);
      return Step::stay;
    default:
      return std::nullopt;
  }
}

DrillRun::Step DrillRun::answer(const practice::DrawnDrill& drill, const std::string& text) {
  const DrillVerdict verdict = practice::check_answer(drill, text);
  if (verdict.outcome == DrillVerdict::Outcome::unreadable) {
    say("That is no amount, such as 1050, 17.5 h, 1.2e6 or 5 %. ? shows more; s skips.");
    return Step::stay;
  }
  if (verdict.outcome == DrillVerdict::Outcome::wrong_unit) {
    say(fmt::format("Wrong unit: {}. Once more.", verdict.hint));
    return Step::stay;
  }
  practice::Answer given{.item_id = drill.item->id,
                         .item_revision = drill.item->revision,
                         .topic = drill.item->topic,
                         .correct = verdict.outcome == DrillVerdict::Outcome::right};
  given.thinking = std::chrono::duration_cast<std::chrono::milliseconds>(
      context_.clock().steady_now() - thinking_since_);
  given.computed = {.drawn = drill.drawn_text(), .given = text};
  if (!record_.add(given)) return Step::leave;
  answered_.push_back(number_);
  console().print(drill_feedback_view(drill, verdict, layout()));
  return console().capabilities().interactive ? review(drill) : Step::next;
}

DrillRun::Step DrillRun::review(const practice::DrawnDrill& drill) {
  console().print_wrapped({{"Enter next  u undo  f flag  r references  q leave", Role::muted}}, " ",
                          " ");
  for (;;) {
    const Reply reply = console().ask_key({{" > ", Role::key}});
    if (reply.kind == Reply::Kind::interrupted) return Step::interrupt;
    if (reply.kind == Reply::Kind::end) return Step::leave;
    const auto word = parse_command_word(reply.text, "ufrq?");
    if (word.letter == '\n') {
      console().print();
      return Step::next;
    }
    if (word.letter == 'u') return undo();
    if (word.letter == '?') {
      say(review_help);
      continue;
    }
    const auto step = command(drill, reply.text);
    if (!step || word.letter == 0) {
      say("Enter goes on; ? shows all keys.");
    } else if (*step != Step::stay) {
      return *step;
    }
  }
}

DrillRun::Step DrillRun::undo() {
  if (!record_.undo()) return Step::stay;
  number_ = answered_.back();
  answered_.pop_back();
  is_shown_ = false;
  console().print();
  return Step::stay;
}

}  // namespace nines
