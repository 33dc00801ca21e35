#pragma once

#include <optional>

#include "nines/context.hpp"
#include "practice/journal.hpp"

namespace nines {

/// A run that has been begun, with the journal it is recorded in.
struct Sitting {
  practice::Journal journal;
  practice::RunId run;
};

/// Opens the journal and begins a run in it. When that cannot be done, says why and offers, on a
/// terminal, to go on without saving; nothing is returned when the user declines. Off a terminal
/// the JournalError goes on, with --no-save as its advice.
std::optional<Sitting> begin_sitting(Context& context, const practice::Run& run, bool no_save);

/// For verbs that are nothing without it.
practice::Journal open_journal_or_fail(Context& context);

/// For verbs that show what was done: makes no file where nothing was ever answered.
practice::Journal open_journal_to_read(Context& context);

}  // namespace nines
