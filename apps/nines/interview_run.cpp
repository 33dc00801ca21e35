#include "nines/interview_run.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "content/related.hpp"
#include "nines/asking.hpp"
#include "nines/command_word.hpp"
#include "nines/interview_clock.hpp"
#include "nines/quiz_view.hpp"

namespace nines {

using terminal::Reply;
using terminal::Role;

namespace {

constexpr std::size_t typed_bytes_max = 20'000;

constexpr const char* speaking_help =
    "Enter when you have said it, p pause, t type the answer instead (an empty line ends it), "
    "s skip, f flag with a note, u undo the last answer, q leave with a summary. Ctrl-C drops this "
    "question and leaves.";
constexpr const char* judging_help =
    "y said, n not said, Enter takes what the comparison found; u back to the point before, s skip "
    "the question, f flag with a note, q leave. Nothing is recorded before the last point.";
constexpr const char* review_help =
    "Enter next question, u take the answer back and be asked again, f flag with a note, r "
    "references, q leave with a summary.";

}  // namespace

InterviewRun::InterviewRun(Context& context, Sitting sitting,
                           std::vector<const content::Item*> items)
    : context_(context), items_(std::move(items)), record_(context, std::move(sitting)) {}

ViewLayout InterviewRun::layout() const {
  return {console().width(), console().capabilities().screen_reader};
}

bool InterviewRun::play() {
  while (position_ < items_.size()) {
    const Step step = ask();
    if (step == Step::interrupt) return true;
    if (step == Step::leave) return false;
    if (step == Step::next) ++position_;
  }
  return false;
}

InterviewRun::Step InterviewRun::ask() {
  const content::Item& asked = item();
  console().print(
      interview_question_view(asked, {"Question", position_ + 1, items_.size()}, layout()));
  Speech speech;
  if (const auto step = speak(speech)) return *step;
  std::vector<practice::Tick> ticks;
  if (const auto step = judge(speech, ticks)) return *step;

  practice::Answer answer{.item_id = asked.id,
                          .item_revision = asked.revision,
                          .topic = asked.topic,
                          .thinking = speech.time};
  // Typing takes longer than speaking, so a typed answer is not one in time.
  const bool in_time = speech.typed.empty() && speech.time <= speaking_target(open()).most;
  const auto rating = practice::rating_of(ticks, in_time);
  answer.correct = rating != practice::Rating::again;
  answer.spoken = {.rating = rating, .typed = speech.typed, .ticks = std::move(ticks)};
  if (!record_.add(answer)) return Step::leave;
  return feed_back(asked, answer);
}

std::optional<InterviewRun::Step> InterviewRun::speak(Speech& speech) {
  const auto target = speaking_target(open());
  say(fmt::format("Speak. Target {}. Enter when done, p pause, t type instead.", describe(target)));
  InterviewClock clock(context_.clock(), target.most);
  for (;;) {
    const Reply reply =
        console().ask_key({{" done> ", Role::key}}, [&clock] { return clock.face(); });
    speech.time = clock.spoken();
    if (reply.kind == Reply::Kind::interrupted) return Step::interrupt;
    if (reply.kind == Reply::Kind::end) return Step::leave;
    const auto word = parse_command_word(reply.text, "ptsufq?");
    if (word.letter == '\n') break;
    if (word.letter == 't') {
      if (const auto step = type(speech.typed)) return step;
      if (!speech.typed.empty()) break;
    } else if (word.letter == 'p') {
      if (const auto step = pause(clock)) return step;
    } else if (word.letter == '?') {
      say(speaking_help);
    } else if (const auto step = common(word.letter, word.rest)) {
      if (*step != Step::stay || word.letter == 'u') return step;
    } else {
      say("Enter when you have said it; ? shows all keys.");
    }
  }
  if (pauses() && speech.typed.empty()) {
    const bool is_short = speech.time < target.least;
    const bool is_long = speech.time > target.most;
    say(fmt::format("Spoken {}, {} the target.", clock_text(speech.time),
                    is_short  ? "shorter than"
                    : is_long ? "longer than"
                              : "in"));
  }
  return std::nullopt;
}

std::optional<InterviewRun::Step> InterviewRun::pause(InterviewClock& clock) {
  const InterviewClock::Pause paused(clock);
  const Reply reply = console().ask_key({{" Paused. Enter goes on> ", Role::key}});
  if (reply.kind == Reply::Kind::interrupted) return Step::interrupt;
  if (reply.kind == Reply::Kind::end) return Step::leave;
  return std::nullopt;
}

std::optional<InterviewRun::Step> InterviewRun::type(std::string& typed) {
  say("Type the answer; an empty line ends it.");
  for (;;) {
    const Reply reply = console().ask_line({{" | ", Role::key}});
    if (reply.kind == Reply::Kind::interrupted) return Step::interrupt;
    if (reply.kind == Reply::Kind::end || reply.text.empty()) return std::nullopt;
    if (typed.size() + reply.text.size() >= typed_bytes_max) {
      say(fmt::format("That is more than {} characters: it ends here.", typed_bytes_max));
      return std::nullopt;
    }
    typed += (typed.empty() ? "" : "\n") + reply.text;
  }
}

std::optional<InterviewRun::Step> InterviewRun::judge(const Speech& speech,
                                                      std::vector<practice::Tick>& ticks) {
  const auto& points = open().key_points;
  say("Did you say it? Judge each point, before the answer shows.");
  if (!speech.typed.empty()) {
    say("Your words were compared with each point; Enter takes what was found. Other words may say "
        "the same: what counts is your judgement.");
  }
  while (ticks.size() < points.size()) {
    const auto& point = points[ticks.size()];
    const auto finding =
        speech.typed.empty() ? std::nullopt : practice::find_point(point, speech.typed);
    const bool is_found = finding && finding->finding == practice::Finding::found;
    console().print(key_point_view(open(), ticks.size(), finding, layout()));
    std::optional<bool> said;
    while (!said) {
      const std::string choices = !finding ? "[y/n] " : is_found ? "[Y/n] " : "[y/N] ";
      const Reply reply = console().ask_key({{"       said? " + choices, Role::key}});
      if (reply.kind == Reply::Kind::interrupted) return Step::interrupt;
      if (reply.kind == Reply::Kind::end) return Step::leave;
      const auto word = parse_command_word(reply.text, "ynsufq?");
      if (word.letter == 'y' || word.letter == 'n') {
        said = word.letter == 'y';
      } else if (word.letter == '\n' && finding) {
        said = is_found;
      } else if (word.letter == 'u') {
        break;
      } else if (word.letter == '?') {
        say(judging_help);
      } else if (const auto step = common(word.letter, word.rest)) {
        if (*step != Step::stay) return step;
      } else {
        say("y or n; ? shows all keys.");
      }
    }
    if (said) {
      const auto suggested = finding ? std::optional(finding->finding) : std::nullopt;
      ticks.push_back({.must = point.must, .said = *said, .suggested = suggested});
    } else if (!ticks.empty()) {
      ticks.pop_back();
    }
  }
  return std::nullopt;
}

InterviewRun::Step InterviewRun::feed_back(const content::Item& asked,
                                           const practice::Answer& answer) {
  const auto errata = content::errata_about(asked, context_.bank());
  console().print(interview_feedback_view(asked, answer, errata, layout()));
  const Step step = follow_up(asked, answer);
  if (step != Step::next || !pauses()) return step;
  return review(asked);
}

InterviewRun::Step InterviewRun::follow_up(const content::Item& asked,
                                           const practice::Answer& answer) {
  const auto history = record_.history();
  const auto turns = static_cast<std::size_t>(std::ranges::count_if(
      history, [&](const auto& answered) { return answered.answer.item_id == asked.id; }));
  const auto number =
      practice::choose_follow_up(*asked.open(), answer.spoken->ticks, turns == 0 ? 0 : turns - 1);
  if (!number) return Step::next;
  const content::FollowUp& next = asked.open()->follow_ups[*number];
  console().print(follow_up_view(next, layout()));
  if (pauses()) {
    const Reply reply = console().ask_key({{" Think it through, then Enter> ", Role::key}});
    if (reply.kind == Reply::Kind::interrupted) return Step::interrupt;
    if (reply.kind == Reply::Kind::end) return Step::leave;
  }
  console().print(follow_up_answer_view(next, layout()));
  return Step::next;
}

InterviewRun::Step InterviewRun::review(const content::Item& asked) {
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
    if (word.letter == 'r') {
      console().print(sources_view(asked, layout()));
    } else if (word.letter == '?') {
      say(review_help);
    } else if (const auto step = common(word.letter, word.rest)) {
      if (*step != Step::stay) return *step;
    } else {
      say("Enter goes on; ? shows all keys.");
    }
  }
}

std::optional<InterviewRun::Step> InterviewRun::common(char letter, const std::string& rest) {
  switch (letter) {
    case 's':
      console().print();
      return record_.skip(item()) ? Step::next : Step::leave;
    case 'f':
      record_.flag(item(), rest);
      return Step::stay;
    case 'u':
      return undo();
    case 'q':
      return Step::leave;
    default:
      return std::nullopt;
  }
}

InterviewRun::Step InterviewRun::undo() {
  const auto undone = record_.undo();
  if (!undone) return Step::stay;
  const auto again = std::ranges::find(items_, undone->item_id, &content::Item::id);
  if (again != items_.end()) position_ = static_cast<std::size_t>(again - items_.begin());
  console().print();
  return Step::stay;
}

}  // namespace nines
