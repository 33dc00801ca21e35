#include "nines/quiz_run.hpp"

#include <fmt/format.h>
#include <string>
#include <utility>

#include "content/related.hpp"
#include "nines/asking.hpp"
#include "nines/dates.hpp"
#include "nines/interview_view.hpp"
#include "nines/messages.hpp"

namespace nines {
namespace {

using terminal::Line;
using terminal::Reply;
using terminal::Role;
using Kind = QuizReply::Kind;

std::string letters(std::size_t options) {
  return fmt::format("a-{} or 1-{}", option_letter(options - 1), options);
}

std::string question_help(std::size_t options) {
  return fmt::format(
      "{} answer (where Enter ends a line, a certainty may follow: b 3). s skip, f flag with a "
      "note, "
      "u undo the last answer, w why this one, q leave with a summary. Ctrl-C drops this question "
      "and leaves.",
      letters(options));
}

constexpr const char* feedback_help =
    "Enter next question, s sources, w why this one, f flag with a note, u take the answer back "
    "and "
    "be asked again, q leave with a summary.";

}  // namespace

QuizRun::QuizRun(Context& context, Sitting sitting, std::vector<practice::Question> questions,
                 bool weak)
    : context_(context),
      journal_(std::move(sitting.journal)),
      run_(sitting.run),
      questions_(questions),
      session_(std::move(questions), journal_, run_, context.clock()),
      weak_(weak) {}

ViewLayout QuizRun::layout() const {
  const auto& console = context_.console();
  return {console.width(), console.capabilities().screen_reader};
}

bool QuizRun::play() {
  while (session_.current() != nullptr) {
    const Step step = ask();
    if (step == Step::interrupt) return true;
    if (step == Step::leave) return false;
  }
  return false;
}

QuizRun::Step QuizRun::ask() {
  auto& console = context_.console();
  // By value: the session moves on when the answer is given.
  const practice::Question question = *session_.current();
  const std::size_t options = question.order.size();
  if (!is_shown_) {
    console.print(question_view(question, session_.position() + 1, session_.size(), layout()));
    session_.show();
    is_shown_ = true;
  }
  const Reply reply = console.ask_key({{" answer> ", Role::key}});
  if (reply.kind == Reply::Kind::interrupted) return Step::interrupt;
  if (reply.kind == Reply::Kind::end) return Step::leave;
  const QuizReply wish = parse_at_question(reply.text, options);
  switch (wish.kind) {
    case Kind::answer:
      return give_answer(question, wish);
    case Kind::skip:
      if (!keep([&] { session_.skip(); })) return Step::leave;
      ++skipped_;
      is_shown_ = false;
      console.print();
      return Step::next;
    case Kind::flag:
      flag(*question.item, wish.note);
      return Step::stay;
    case Kind::undo:
      return undo();
    case Kind::sources:
      // Off a terminal nothing stops behind the feedback, so the last answer's sources are meant.
      if (last_item_ != nullptr) {
        console.print(sources_view(*last_item_, layout()));
      } else {
        console.print_wrapped({{"Sources are shown after the answer."}}, " ", " ");
      }
      return Step::stay;
    case Kind::reason:
      show_reason(*question.item);
      return Step::stay;
    case Kind::leave:
      return Step::leave;
    case Kind::help:
      console.print_wrapped({{question_help(options)}}, " ", " ");
      return Step::stay;
    case Kind::next:
    case Kind::unknown:
      break;
  }
  console.print_wrapped({{fmt::format("Answer with {}; ? shows all keys.", letters(options))}}, " ",
                        " ");
  return Step::stay;
}

std::optional<QuizRun::Step> QuizRun::ask_certainty(std::optional<int>& certainty) {
  auto& console = context_.console();
  for (;;) {
    const Reply reply = ask_key(console, "certainty 1 low, 2 middle, 3 high, Enter none", "> ");
    if (reply.kind == Reply::Kind::interrupted) return Step::interrupt;
    // Nothing is recorded before the certainty is known, so leaving here drops the answer, as u
    // does.
    if (reply.kind == Reply::Kind::end || reply.text == "q") return Step::leave;
    if (reply.text == "u") return Step::stay;
    if (reply.text.empty()) return std::nullopt;
    if (reply.text.size() == 1 && reply.text[0] >= '1' && reply.text[0] <= '3') {
      certainty = reply.text[0] - '0';
      return std::nullopt;
    }
    console.print_wrapped({{"1, 2, 3 or Enter; u goes back to the answer."}}, " ", " ");
  }
}

QuizRun::Step QuizRun::give_answer(const practice::Question& question, const QuizReply& reply) {
  auto certainty = reply.certainty;
  if (!certainty && pauses()) {
    if (const auto step = ask_certainty(certainty)) return *step;
  }
  std::optional<practice::Answered> answered;
  if (!keep([&] { answered = session_.answer(reply.place, certainty); })) return Step::leave;
  is_shown_ = false;
  auto& console = context_.console();
  console.print(feedback_view(question, answered->answer, layout()));
  console.print(errata_view(content::errata_about(*question.item, context_.bank()), layout()));
  if (pauses()) return review(question);
  console.print();
  last_item_ = question.item;
  return Step::next;
}

QuizRun::Step QuizRun::review(const practice::Question& question) {
  auto& console = context_.console();
  console.print_wrapped(
      {{"Enter next  u undo  f flag  s sources  w why this one  q leave", Role::muted}}, " ", " ");
  for (;;) {
    const Reply reply = console.ask_key({{" > ", Role::key}});
    if (reply.kind == Reply::Kind::interrupted) return Step::interrupt;
    if (reply.kind == Reply::Kind::end) return Step::leave;
    switch (const QuizReply wish = parse_at_feedback(reply.text); wish.kind) {
      case Kind::next:
        console.print();
        return Step::next;
      case Kind::undo:
        return undo();
      case Kind::flag:
        flag(*question.item, wish.note);
        break;
      case Kind::sources:
        console.print(sources_view(*question.item, layout()));
        break;
      case Kind::reason:
        show_reason(*question.item);
        break;
      case Kind::leave:
        return Step::leave;
      case Kind::help:
        console.print_wrapped({{feedback_help}}, " ", " ");
        break;
      case Kind::answer:
      case Kind::skip:
      case Kind::unknown:
        console.print_wrapped({{"Enter goes on; ? shows all keys."}}, " ", " ");
        break;
    }
  }
}

QuizRun::Step QuizRun::undo() {
  auto& console = context_.console();
  try {
    if (session_.answers().empty()) {
      const auto last = journal_.last_answer(run_);
      if (last && pauses() &&
          !ask_yes(console, fmt::format("Take back the answer of {} to {}, from an earlier run?",
                                        local_date(last->at), last->answer.item_id))) {
        return Step::stay;
      }
    }
    const auto undone = session_.undo();
    if (!undone) {
      console.print_wrapped({{"There is no answer to take back."}}, " ", " ");
      return Step::stay;
    }
    const auto& answered = undone->answer;
    console.print_wrapped(
        {{fmt::format(
            "Taken back: the answer to {}{}.", answered.answer.item_id,
            undone->from_this_run ? "" : " of an earlier run, " + local_date(answered.at))}},
        " ", " ");
    if (undone->from_this_run) {
      is_shown_ = false;
      console.print();
    }
  } catch (const practice::JournalError& error) {
    tell_error(error, console.capabilities());
  }
  return Step::stay;
}

void QuizRun::flag(const content::Item& item, std::string note) {
  auto& console = context_.console();
  if (note.empty() && pauses()) {
    const Reply reply = console.ask_line({{" note (Enter for none)> ", Role::key}});
    if (reply.kind != Reply::Kind::text) return;
    note = reply.text;
  }
  if (keep([&] { journal_.record_flag(run_, item.id, note); })) {
    console.print_wrapped(
        {{fmt::format("Flagged {}; \"nines list flag:\" shows the flags.", item.id)}}, " ", " ");
  }
}

void QuizRun::show_reason(const content::Item& item) {
  try {
    const auto answers = journal_.answers();
    context_.console().print(reason_view(item, answers, weak_, layout()));
  } catch (const practice::JournalError& error) {
    tell_error(error, context_.console().capabilities());
  }
}

template <typename Record>
bool QuizRun::keep(Record&& record) {
  for (;;) {
    try {
      record();
      return true;
    } catch (const practice::JournalError& error) {
      if (!settle_failure(error)) return false;
    }
  }
}

bool QuizRun::settle_failure(const practice::JournalError& error) {
  auto& console = context_.console();
  tell_error(error, console.capabilities());
  lost_record_ = true;
  if (!console.capabilities().interactive) return false;
  for (;;) {
    const Reply reply = ask_key(console, "r try again, c go on without saving, q leave", "> ");
    if (reply.kind != Reply::Kind::text || reply.text == "q") return false;
    if (reply.text == "r") {
      lost_record_ = false;
      return true;
    }
    if (reply.text == "c") {
      auto unsaved = practice::Journal::in_memory(context_.clock());
      const auto run = unsaved.begin_run({"quiz", 0, weak_});
      // The session keeps a reference to journal_, so the new journal takes its place there.
      journal_ = std::move(unsaved);
      run_ = run;
      session_.continue_with(journal_, run);
      lost_record_ = false;
      return true;
    }
  }
}

void QuizRun::finish() {
  auto& console = context_.console();
  std::vector<practice::Answered> all;
  try {
    all = journal_.answers();
  } catch (const practice::JournalError& error) {
    tell_error(error, console.capabilities());
  }
  const auto run_summary = session_.summary(practice::local_day);
  if (run_summary.answered == 0 && skipped_ == 0) {
    console.print({{" Nothing answered."}});
    return;
  }
  console.print(
      summary_view(run_summary, skipped_, practice::summarise(all, practice::local_day), layout()));
  if (!journal_.is_saving()) console.print({{" Not saved."}});
}

}  // namespace nines
