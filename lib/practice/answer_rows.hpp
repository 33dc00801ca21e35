#pragma once

#include <SQLiteCpp/SQLiteCpp.h>
#include <string>

#include "practice/journal.hpp"

namespace practice {

/// Selects the answers that are not undone, for answered_from(); conditions may be added with AND.
/// The tables are named a (answer), e (event) and r (run).
extern const char* const standing_answers;

/// The answer in a row of that selection.
Answered answered_from(SQLite::Statement& row);

/// Inserts the rows that hold the answer of an event.
void insert_answer(SQLite::Database& sqlite, EventId event, const Answer& answer);

}  // namespace practice
