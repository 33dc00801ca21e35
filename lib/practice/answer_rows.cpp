#include "practice/answer_rows.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <string_view>

namespace practice {
namespace {

constexpr std::array<const char*, 4> finding_names{"found", "maybe", "missing", "contradicted"};

/// The first four columns are the same for every kind.
void bind_item(SQLite::Statement& insert, EventId event, const Answer& answer) {
  insert.bind(1, event);
  insert.bind(2, answer.item_id);
  insert.bind(3, std::bit_cast<std::int64_t>(answer.item_revision));
  insert.bind(4, answer.topic);
}

void insert_choice(SQLite::Database& sqlite, EventId event, const Answer& answer) {
  SQLite::Statement insert(
      sqlite,
      "INSERT INTO choice_answer (event_id, item_id, item_revision, topic, option_index, correct,"
      " certainty, thinking_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  bind_item(insert, event, answer);
  insert.bind(5, answer.option);
  insert.bind(6, answer.correct ? 1 : 0);
  if (answer.certainty) insert.bind(7, *answer.certainty);
  insert.bind(8, static_cast<std::int64_t>(answer.thinking.count()));
  insert.exec();
}

void insert_spoken(SQLite::Database& sqlite, EventId event, const Answer& answer) {
  const Spoken& spoken = *answer.spoken;
  SQLite::Statement insert(sqlite,
                           "INSERT INTO spoken_answer (event_id, item_id, item_revision, topic,"
                           " rating, speaking_ms, typed) VALUES (?, ?, ?, ?, ?, ?, ?)");
  bind_item(insert, event, answer);
  insert.bind(5, static_cast<int>(spoken.rating));
  insert.bind(6, static_cast<std::int64_t>(answer.thinking.count()));
  if (!spoken.typed.empty()) insert.bind(7, spoken.typed);
  insert.exec();
  SQLite::Statement point(sqlite,
                          "INSERT INTO spoken_point (event_id, point, must, said, suggested)"
                          " VALUES (?, ?, ?, ?, ?)");
  for (std::size_t i = 0; i < spoken.ticks.size(); ++i) {
    const Tick& tick = spoken.ticks[i];
    point.reset();
    point.clearBindings();
    point.bind(1, event);
    point.bind(2, static_cast<std::int64_t>(i));
    point.bind(3, tick.must ? 1 : 0);
    point.bind(4, tick.said ? 1 : 0);
    if (tick.suggested) point.bind(5, finding_names[static_cast<std::size_t>(*tick.suggested)]);
    point.exec();
  }
}

void insert_computed(SQLite::Database& sqlite, EventId event, const Answer& answer) {
  SQLite::Statement insert(
      sqlite,
      "INSERT INTO drill_answer (event_id, item_id, item_revision, topic, drawn, given, correct,"
      " thinking_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  bind_item(insert, event, answer);
  insert.bind(5, answer.computed->drawn);
  insert.bind(6, answer.computed->given);
  insert.bind(7, answer.correct ? 1 : 0);
  insert.bind(8, static_cast<std::int64_t>(answer.thinking.count()));
  insert.exec();
}

}  // namespace

const char* const standing_answers =
    "SELECT e.event_id, e.run_id, e.at_ms, r.off_schedule, a.item_id, a.item_revision, a.topic,"
    " a.correct, a.thinking_ms, a.option_index, a.certainty, a.rating, a.text, a.drawn"
    " FROM answer a JOIN event e USING (event_id) JOIN run r USING (run_id)"
    " LEFT JOIN undo u ON u.undone_id = a.event_id WHERE u.undone_id IS NULL";

Answered answered_from(SQLite::Statement& row) {
  const auto text = [&row](int column) {
    return row.getColumn(column).isNull() ? std::string() : row.getColumn(column).getString();
  };
  Answered answered;
  answered.id = row.getColumn(0).getInt64();
  answered.run = row.getColumn(1).getInt64();
  answered.at = base::WallTime(std::chrono::milliseconds(row.getColumn(2).getInt64()));
  answered.off_schedule = row.getColumn(3).getInt64() != 0;
  Answer& answer = answered.answer;
  answer.item_id = text(4);
  answer.item_revision = std::bit_cast<std::uint64_t>(row.getColumn(5).getInt64());
  answer.topic = text(6);
  answer.correct = row.getColumn(7).getInt64() != 0;
  answer.thinking = std::chrono::milliseconds(row.getColumn(8).getInt64());
  if (!row.getColumn(9).isNull()) answer.option = row.getColumn(9).getInt();
  if (!row.getColumn(10).isNull()) answer.certainty = row.getColumn(10).getInt();
  if (!row.getColumn(11).isNull()) {
    answer.spoken = {.rating = static_cast<Rating>(row.getColumn(11).getInt()), .typed = text(12)};
  }
  if (!row.getColumn(13).isNull()) answer.computed = {.drawn = text(13), .given = text(12)};
  return answered;
}

void insert_answer(SQLite::Database& sqlite, EventId event, const Answer& answer) {
  if (answer.spoken) return insert_spoken(sqlite, event, answer);
  if (answer.computed) return insert_computed(sqlite, event, answer);
  insert_choice(sqlite, event, answer);
}

}  // namespace practice
