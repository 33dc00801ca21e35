#include "practice/journal.hpp"

#include <bit>
#include <fmt/format.h>
#include <sstream>
#include <utility>

#include "practice/answer_rows.hpp"
#include "practice/journal_database.hpp"

namespace practice {
namespace {

base::WallTime wall_time(std::int64_t ms) {
  return base::WallTime(std::chrono::milliseconds(ms));
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
    insert_answer(sqlite, id, answer);
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

EventId Journal::record(RunId run, const Attempt& attempt) {
  return state_->database.write([&](SQLite::Database& sqlite) {
    const EventId id = state_->begin_event(sqlite, run);
    SQLite::Statement insert(
        sqlite,
        "INSERT INTO attempt (event_id, challenge, language, file_hash, verdict, required_passed,"
        " required_total, findings, took_ms, elapsed_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    insert.bind(1, id);
    insert.bind(2, attempt.challenge);
    insert.bind(3, attempt.language);
    insert.bind(4, std::bit_cast<std::int64_t>(attempt.file_hash));
    insert.bind(5, attempt.verdict);
    insert.bind(6, attempt.required_passed);
    insert.bind(7, attempt.required_total);
    insert.bind(8, fmt::format("{}", fmt::join(attempt.findings, " ")));
    insert.bind(9, static_cast<std::int64_t>(attempt.took.count()));
    if (attempt.elapsed) insert.bind(10, static_cast<std::int64_t>(attempt.elapsed->count()));
    insert.exec();
    return id;
  });
}

void Journal::undo(RunId run, EventId answer) {
  state_->database.write([&](SQLite::Database& sqlite) {
    SQLite::Statement find(sqlite,
                           "SELECT EXISTS (SELECT 1 FROM undo WHERE undone_id = a.event_id)"
                           " FROM answer a WHERE a.event_id = ?");
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

std::vector<Attempted> Journal::attempts() const {
  return state_->database.read([](SQLite::Database& sqlite) {
    std::vector<Attempted> attempts;
    SQLite::Statement row(
        sqlite,
        "SELECT a.event_id, e.at_ms, a.challenge, a.language, a.file_hash, a.verdict,"
        " a.required_passed, a.required_total, a.findings, a.took_ms, a.elapsed_ms"
        " FROM attempt a JOIN event e USING (event_id) ORDER BY a.event_id");
    while (row.executeStep()) {
      Attempt attempt{.challenge = row.getColumn(2).getString(),
                      .language = row.getColumn(3).getString(),
                      .file_hash = std::bit_cast<std::uint64_t>(row.getColumn(4).getInt64()),
                      .verdict = row.getColumn(5).getString(),
                      .required_passed = row.getColumn(6).getInt(),
                      .required_total = row.getColumn(7).getInt()};
      std::istringstream findings(row.getColumn(8).getString());
      for (std::string id; findings >> id;) attempt.findings.push_back(id);
      attempt.took = std::chrono::milliseconds(row.getColumn(9).getInt64());
      if (!row.getColumn(10).isNull())
        attempt.elapsed = std::chrono::milliseconds(row.getColumn(10).getInt64());
      attempts.push_back({.id = row.getColumn(0).getInt64(),
                          .at = wall_time(row.getColumn(1).getInt64()),
                          .attempt = std::move(attempt)});
    }
    return attempts;
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

Agreement Journal::agreement() const {
  return state_->database.read([](SQLite::Database& sqlite) {
    SQLite::Statement select(
        sqlite,
        "SELECT coalesce(sum((p.suggested = 'found') = p.said), 0), count(*) FROM spoken_point p"
        " LEFT JOIN undo u ON u.undone_id = p.event_id"
        " WHERE u.undone_id IS NULL AND p.suggested <> 'maybe'");
    select.executeStep();
    return Agreement{static_cast<std::size_t>(select.getColumn(0).getInt64()),
                     static_cast<std::size_t>(select.getColumn(1).getInt64())};
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
