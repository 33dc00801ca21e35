#include "nines/run_record.hpp"

#include <fmt/format.h>
#include <utility>

#include "nines/asking.hpp"
#include "nines/dates.hpp"
#include "nines/messages.hpp"
#include "nines/quiz_view.hpp"
#include "practice/statistics.hpp"

namespace nines {

using terminal::Reply;
using terminal::Role;

RunRecord::RunRecord(Context& context, Sitting sitting)
    : context_(context),
      journal_(std::move(sitting.journal)),
      begun_(journal_.run(sitting.run).value_or(practice::Run{})),
      run_(sitting.run),
      log_(journal_, run_, context.clock()) {}

std::optional<practice::Answered> RunRecord::add(const practice::Answer& answer) {
  std::optional<practice::Answered> answered;
  keep([&] { answered = log_.add(answer); });
  return answered;
}

bool RunRecord::skip(const content::Item& item) {
  return keep([&] { log_.skip(item.id); });
}

void RunRecord::flag(const content::Item& item, std::string note) {
  auto& console = context_.console();
  if (note.empty() && console.capabilities().interactive) {
    const Reply reply = console.ask_line({{" note (Enter for none)> ", Role::key}});
    if (reply.kind != Reply::Kind::text) return;
    note = reply.text;
  }
  if (keep([&] { log_.flag(item.id, note); })) {
    console.print_wrapped(
        {{fmt::format("Flagged {}; \"nines list flag:\" shows the flags.", item.id)}}, " ", " ");
  }
}

std::optional<practice::Answer> RunRecord::undo() {
  auto& console = context_.console();
  try {
    if (log_.answers().empty() && console.capabilities().interactive) {
      const auto last = journal_.last_answer(run_);
      if (last &&
          !ask_yes(console, fmt::format("Take back the answer of {} to {}, from an earlier run?",
                                        local_date(last->at), last->answer.item_id))) {
        return std::nullopt;
      }
    }
    auto undone = log_.undo();
    if (!undone) {
      console.print_wrapped({{"There is no answer to take back."}}, " ", " ");
      return std::nullopt;
    }
    const auto& answered = undone->answer;
    console.print_wrapped(
        {{fmt::format(
            "Taken back: the answer to {}{}.", answered.answer.item_id,
            undone->from_this_run ? "" : " of an earlier run, " + local_date(answered.at))}},
        " ", " ");
    if (undone->from_this_run) return std::move(undone->answer.answer);
  } catch (const practice::JournalError& error) {
    tell_error(error, console.capabilities());
  }
  return std::nullopt;
}

std::vector<practice::Answered> RunRecord::history() const {
  try {
    return journal_.answers();
  } catch (const practice::JournalError& error) {
    tell_error(error, context_.console().capabilities());
    return {};
  }
}

void RunRecord::print_summary() const {
  auto& console = context_.console();
  const ViewLayout layout{console.width(), console.capabilities().screen_reader};
  const auto summary = log_.summary(practice::local_day);
  if (summary.answered == 0 && log_.skipped() == 0) {
    console.print({{" Nothing answered."}});
    return;
  }
  console.print(summary_view(summary, log_.skipped(), {}, layout));
  if (!journal_.is_saving()) console.print({{" Not saved."}});
}

template <typename Record>
bool RunRecord::keep(Record&& record) {
  for (;;) {
    try {
      record();
      return true;
    } catch (const practice::JournalError& error) {
      if (!settle_failure(error)) return false;
    }
  }
}

bool RunRecord::settle_failure(const practice::JournalError& error) {
  auto& console = context_.console();
  tell_error(error, console.capabilities());
  lost_ = true;
  if (!console.capabilities().interactive) return false;
  for (;;) {
    const Reply reply = ask_key(console, "r try again, c go on without saving, q leave", "> ");
    if (reply.kind != Reply::Kind::text || reply.text == "q") return false;
    if (reply.text == "r") {
      lost_ = false;
      return true;
    }
    if (reply.text == "c") {
      auto unsaved = practice::Journal::in_memory(context_.clock());
      run_ = unsaved.begin_run(begun_);
      // The log keeps a reference to journal_, so the new journal takes its place there.
      journal_ = std::move(unsaved);
      log_.continue_with(journal_, run_);
      lost_ = false;
      return true;
    }
  }
}

}  // namespace nines
