#include "practice/journal.hpp"

#include <bit>
#include <fmt/format.h>
#include <utility>

#include "practice/journal_database.hpp"

namespace practice {
namespace {

constexpr const char* standing_answers =
    "SELECT e.event_id, e.run_id, e.at_ms, r.off_schedule, a.item_id, a.item_revision, a.topic,"
    " a.option_index, a.correct, a.certainty, a.thinking_ms"
    " FROM choice_answer a JOIN event e USING (event_id) JOIN run r USING (run_id)"
    " LEFT JOIN undo u ON u.undone_id = a.event_id WHERE u.undone_id IS NULL";

base::WallTime wall_time(std::int64_t ms) {
  return base::WallTime(std::chrono::milliseconds(ms));
}

Answered answered_from(SQLite::Statement& row) {
  Answered answered;
  answered.id = row.getColumn(0).getInt64();
  answered.run = row.getColumn(1).getInt64();
  answered.at = wall_time(row.getColumn(2).getInt64());
  answered.off_schedule = row.getColumn(3).getInt64() != 0;
  Answer& answer = answered.answer;
  answer.item_id = row.getColumn(4).getString();
  answer.item_revision = std::bit_cast<std::uint64_t>(row.getColumn(5).getInt64());
  answer.topic = row.getColumn(6).getString();
  answer.option = row.getColumn(7).getInt();
  answer.correct = row.getColumn(8).getInt64() != 0;
  if (!row.getColumn(9).isNull()) answer.certainty = row.getColumn(9).getInt();
  answer.thinking = std::chrono::milliseconds(row.getColumn(10).getInt64());
  return answered;
}

}  // namespace

struct Journal::State {
  JournalDatabase database;
  const base::Clock* clock;

  std::int64_t now_ms() const { return clock->now().time_since_epoch().count(); }

  /// Inside a write: gives the next event its place.
  EventId begin_event(SQLite::Database& sqlite, RunId run) const {
    SQLite::Statement insert(sqlite, "INSERT INTO event (run_id, at_ms) VALUES (?, ?)");
    insert.bind(1, run);
    insert.bind(2, now_ms());
    insert.exec();
    return sqlite.getLastInsertRowid();
  }
};

Journal::Journal(std::unique_ptr<State> state) : state_(std::move(state)) {}
Journal::Journal(Journal&&) noexcept = default;
Journal& Journal::operator=(Journal&&) noexcept = default;
Journal::~Journal() = default;

Journal Journal::open(const std::filesystem::path& folder, const base::Clock& clock,
                      std::chrono::milliseconds patience) {
  return Journal(
      std::make_unique<State>(State{JournalDatabase::open(folder, clock, patience), &clock}));
}

Journal Journal::in_memory(const base::Clock& clock) {
  return Journal(std::make_unique<State>(State{JournalDatabase::in_memory(), &clock}));
}

bool Journal::is_saving() const {
  return state_->database.is_file();
}

const std::filesystem::path& Journal::set_aside() const {
  return state_->database.set_aside();
}

RunId Journal::begin_run(const Run& run) {
  return state_->database.write([&](SQLite::Database& sqlite) -> RunId {
    SQLite::Statement insert(
        sqlite, "INSERT INTO run (begun_ms, verb, seed, off_schedule) VALUES (?, ?, ?, ?)");
    insert.bind(1, state_->now_ms());
    insert.bind(2, run.verb);
    insert.bind(3, std::bit_cast<std::int64_t>(run.seed));
    insert.bind(4, run.off_schedule ? 1 : 0);
    insert.exec();
    return sqlite.getLastInsertRowid();
  });
}

EventId Journal::record(RunId run, const Answer& answer) {
  return state_->database.write([&](SQLite::Database& sqlite) {
    const EventId id = state_->begin_event(sqlite, run);
    SQLite::Statement insert(
        sqlite,
        "INSERT INTO choice_answer (event_id, item_id, item_revision, topic, option_index, correct,"
        " certainty, thinking_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    insert.bind(1, id);
    insert.bind(2, answer.item_id);
    insert.bind(3, std::bit_cast<std::int64_t>(answer.item_revision));
    insert.bind(4, answer.topic);
    insert.bind(5, answer.option);
    insert.bind(6, answer.correct ? 1 : 0);
    if (answer.certainty) insert.bind(7, *answer.certainty);
    insert.bind(8, static_cast<std::int64_t>(answer.thinking.count()));
    insert.exec();
    return id;
  });
}

EventId Journal::record_skip(RunId run, const std::string& item_id) {
  return state_->database.write([&](SQLite::Database& sqlite) {
    const EventId id = state_->begin_event(sqlite, run);
    SQLite::Statement insert(sqlite, "INSERT INTO skip (event_id, item_id) VALUES (?, ?)");
    insert.bind(1, id);
    insert.bind(2, item_id);
    insert.exec();
    return id;
  });
}

EventId Journal::record_flag(RunId run, const std::string& item_id, const std::string& note) {
  return state_->database.write([&](SQLite::Database& sqlite) {
    const EventId id = state_->begin_event(sqlite, run);
    SQLite::Statement insert(sqlite, "INSERT INTO flag (event_id, item_id, note) VALUES (?, ?, ?)");
    insert.bind(1, id);
    insert.bind(2, item_id);
    insert.bind(3, note);
    insert.exec();
    return id;
  });
}

void Journal::undo(RunId run, EventId answer) {
  state_->database.write([&](SQLite::Database& sqlite) {
    SQLite::Statement find(sqlite,
                           "SELECT EXISTS (SELECT 1 FROM undo WHERE undone_id = a.event_id)"
                           " FROM choice_answer a WHERE a.event_id = ?");
    find.bind(1, answer);
    if (!find.executeStep()) {
      throw JournalError(JournalError::Reason::other,
                         fmt::format("the journal has no answer number {}", answer), {});
    }
    if (find.getColumn(0).getInt64() != 0) return false;
    const EventId id = state_->begin_event(sqlite, run);
    SQLite::Statement insert(sqlite, "INSERT INTO undo (event_id, undone_id) VALUES (?, ?)");
    insert.bind(1, id);
    insert.bind(2, answer);
    insert.exec();
    return true;
  });
}

std::vector<Answered> Journal::answers() const {
  return state_->database.read([](SQLite::Database& sqlite) {
    std::vector<Answered> answers;
    SQLite::Statement select(sqlite, std::string(standing_answers) + " ORDER BY a.event_id");
    while (select.executeStep()) answers.push_back(answered_from(select));
    return answers;
  });
}

std::vector<Flagged> Journal::flags() const {
  return state_->database.read([](SQLite::Database& sqlite) {
    std::vector<Flagged> flags;
    SQLite::Statement select(
        sqlite,
        "SELECT f.event_id, e.at_ms, f.item_id, f.note FROM flag f JOIN event e USING (event_id)"
        " LEFT JOIN undo u ON u.undone_id = f.event_id WHERE u.undone_id IS NULL"
        " ORDER BY f.event_id");
    while (select.executeStep()) {
      flags.push_back({.id = select.getColumn(0).getInt64(),
                       .at = wall_time(select.getColumn(1).getInt64()),
                       .item_id = select.getColumn(2).getString(),
                       .note = select.getColumn(3).getString()});
    }
    return flags;
  });
}

std::optional<Answered> Journal::last_answer(std::optional<RunId> before_run) const {
  return state_->database.read([&](SQLite::Database& sqlite) -> std::optional<Answered> {
    SQLite::Statement select(
        sqlite, std::string(standing_answers) +
                    " AND (?1 IS NULL OR e.run_id < ?1) ORDER BY a.event_id DESC LIMIT 1");
    if (before_run) select.bind(1, *before_run);
    if (!select.executeStep()) return std::nullopt;
    return answered_from(select);
  });
}

std::optional<Run> Journal::run(RunId run) const {
  return state_->database.read([&](SQLite::Database& sqlite) -> std::optional<Run> {
    SQLite::Statement select(sqlite, "SELECT verb, seed, off_schedule FROM run WHERE run_id = ?");
    select.bind(1, run);
    if (!select.executeStep()) return std::nullopt;
    return Run{.verb = select.getColumn(0).getString(),
               .seed = std::bit_cast<std::uint64_t>(select.getColumn(1).getInt64()),
               .off_schedule = select.getColumn(2).getInt64() != 0};
  });
}

}  // namespace practice
