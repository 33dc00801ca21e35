#include "practice/journal_database.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "practice/migrations.hpp"

namespace practice {
namespace {

using Reason = JournalError::Reason;

/// Marks the file as ours: "nine" in ASCII.
constexpr std::int64_t application_id = 0x6e696e65;

std::int64_t number(SQLite::Database& sqlite, const char* query) {
  return sqlite.execAndGet(query).getInt64();
}

/// Left by a process that met damage while it worked with the journal: opening does not read all of
/// it, so the next one to open would not notice.
std::filesystem::path suspicion(const std::filesystem::path& file) {
  return std::filesystem::path(file) += ".suspect";
}

bool is_suspected(const std::filesystem::path& file) {
  std::error_code unreadable;
  return exists(suspicion(file), unreadable) || unreadable;
}

}  // namespace

JournalDatabase JournalDatabase::open(const std::filesystem::path& folder, const base::Clock& clock,
                                      std::chrono::milliseconds patience) {
  make_private_folder(folder);
  const std::filesystem::path file = folder / "journal.db";
  FolderLock lock(folder);
  const auto in_the_way = [&](Reason reason, const char* what) {
    return JournalError(reason, fmt::format("{} {}", file.string(), what),
                        "leave the other nines that has it open, then start again");
  };
  // A process that makes the journal keeps it open afterwards, so that waiting to have it alone
  // would be in vain: look again between tries.
  constexpr std::chrono::milliseconds look_again{50};
  for (auto left = patience;; left -= look_again) {
    if (!lock.acquire(FolderLock::Mode::shared, patience)) {
      throw in_the_way(Reason::locked, "is being made or set aside by another process");
    }
    if (plain_file_size(file) > 0 && !is_suspected(file)) {
      if (auto database = connect_if_sound(file, patience)) return database->adopt(std::move(lock));
    }
    if (lock.acquire(FolderLock::Mode::exclusive, std::min(left, look_again))) break;
    if (left > look_again) continue;
    throw plain_file_size(file) > 0
        ? in_the_way(Reason::corrupt, "may be damaged, and another process has it open")
        : in_the_way(Reason::locked, "is gone or empty, and another process has it open");
  }
  // While we waited, another process may have done what we are about to do: look again.
  std::filesystem::path set_aside;
  std::optional<JournalDatabase> database;
  if (plain_file_size(file) > 0) {
    database = connect_if_sound(file, patience);
    if (!database) set_aside = set_database_aside(file, clock.now());
  } else if (plain_file_size(std::filesystem::path(file) += "-wal") > 0) {
    // SQLite would delete a WAL without its database, and it may hold answers.
    set_aside = set_database_aside(file, clock.now());
  }
  std::error_code ignored;
  remove(suspicion(file), ignored);
  if (!database) {
    create_private_file(file);
    database = connect(file, patience);
  }
  database->set_aside_ = std::move(set_aside);
  if (!lock.acquire(FolderLock::Mode::shared, patience)) {
    throw in_the_way(Reason::locked, "is being made or set aside by another process");
  }
  return database->adopt(std::move(lock));
}

JournalDatabase JournalDatabase::in_memory() {
  JournalDatabase database({}, std::make_unique<SQLite::Database>(
                                   ":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE));
  database.prepare();
  return database;
}

JournalDatabase JournalDatabase::connect(const std::filesystem::path& file,
                                         std::chrono::milliseconds patience) {
  // SQLite says no more than "unable to open" where the system knows why.
  if (::faccessat(AT_FDCWD, file.c_str(), R_OK | W_OK, AT_EACCESS) != 0) {
    throw system_error(file, errno);
  }
  std::unique_ptr<SQLite::Database> sqlite;
  try {
    sqlite = std::make_unique<SQLite::Database>(file.string(),
                                                SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX,
                                                static_cast<int>(patience.count()));
  } catch (const SQLite::Exception& e) {
    throw JournalError(Reason::other, fmt::format("{}: {}", file.string(), e.what()),
                       "check the file, or choose another folder with --data-dir");
  }
  JournalDatabase database(file, std::move(sqlite));
  // Until the file has proved to be ours and sound, closing must not copy the WAL into it.
  database.checkpoint_on_close(false);
  database.opened_ = database.identity();
  database.prepare();
  return database;
}

std::optional<JournalDatabase> JournalDatabase::connect_if_sound(
    const std::filesystem::path& file, std::chrono::milliseconds patience) {
  try {
    JournalDatabase database = connect(file, patience);
    if (is_suspected(file) && !database.has_integrity()) return std::nullopt;
    return database;
  } catch (const JournalError& e) {
    if (e.reason() != Reason::corrupt) throw;
    return std::nullopt;
  }
}

JournalDatabase JournalDatabase::adopt(FolderLock lock) {
  lock_.emplace(std::move(lock));
  checkpoint_on_close(true);
  return std::move(*this);
}

void JournalDatabase::checkpoint_on_close(bool is_wanted) const {
  sqlite3_db_config(sqlite_->getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, is_wanted ? 0 : 1,
                    nullptr);
}

void JournalDatabase::prepare() {
  read([this](SQLite::Database& sqlite) {
    // The file may come from anywhere: nothing in its schema may call what has side effects.
    sqlite.exec("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;");
    check_identity();
    // WAL lets one process read while another writes. FULL syncs each commit, so that an answer
    // outlives a power cut too: under a millisecond or a few, once per answer of a human.
    sqlite.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
    migrate();
    try {
      const SQLite::Statement tables(
          sqlite, "SELECT 1 FROM run, event, choice_answer, skip, flag, undo, attempt");
    } catch (const SQLite::Exception& e) {
      if (e.getErrorCode() != SQLITE_ERROR) throw;
      throw JournalError(Reason::corrupt, fmt::format("{} lacks tables", file_.string()), {});
    }
  });
}

void JournalDatabase::check_identity() {
  // One snapshot, or the answers could lie before and after another process's first migration.
  const SQLite::Transaction snapshot(*sqlite_);
  const std::int64_t id = number(*sqlite_, "PRAGMA application_id");
  const std::int64_t version = number(*sqlite_, "PRAGMA user_version");
  const bool is_new =
      id == 0 && version == 0 && number(*sqlite_, "SELECT count(*) FROM sqlite_schema") == 0;
  if (id != application_id && !is_new) {
    throw JournalError(
        Reason::other, fmt::format("{} is the SQLite database of another program", file_.string()),
        "nines leaves it alone: move it away, or choose another folder with --data-dir");
  }
  // Both are set in one transaction, so that ours has a version.
  if (!is_new && version < 1) {
    throw JournalError(Reason::corrupt, fmt::format("{} has no version", file_.string()), {});
  }
  const auto known = static_cast<std::int64_t>(migrations().size());
  if (version > known) {
    throw JournalError(
        Reason::newer_version,
        fmt::format("{} was written by a newer nines (version {}, this one knows up to {})",
                    file_.string(), version, known),
        "update nines, or choose another folder with --data-dir");
  }
}

void JournalDatabase::migrate() {
  const auto known = static_cast<std::int64_t>(migrations().size());
  while (number(*sqlite_, "PRAGMA user_version") < known) {
    SQLite::Transaction transaction(*sqlite_, SQLite::TransactionBehavior::IMMEDIATE);
    // Read again: another process may have migrated before we got the write lock.
    const std::int64_t version = number(*sqlite_, "PRAGMA user_version");
    if (version >= known) break;
    sqlite_->exec(migrations()[static_cast<std::size_t>(version)]);
    sqlite_->exec(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {};",
                              application_id, version + 1));
    transaction.commit();
  }
}

bool JournalDatabase::has_integrity() const {
  return read([](SQLite::Database& sqlite) {
    return sqlite.execAndGet("PRAGMA integrity_check(1)").getString() == "ok";
  });
}

std::optional<JournalDatabase::Identity> JournalDatabase::identity() const {
  struct stat status{};
  if (::stat(file_.c_str(), &status) != 0) return std::nullopt;
  return Identity{status.st_dev, status.st_ino};
}

void JournalDatabase::check_still_there() const {
  // A write to a file that somebody deleted or moved away succeeds, and is lost.
  if (!is_file() || identity() == opened_) return;
  throw JournalError(Reason::other,
                     fmt::format("{} was moved or deleted while it was in use", file_.string()),
                     "check that the disk is there, then start nines again");
}

JournalError JournalDatabase::report(const SQLite::Exception& e) const {
  JournalError error = translated(e);
  if (lock_ && error.reason() == Reason::corrupt) {
    checkpoint_on_close(false);
    try {
      create_private_file(suspicion(file_));
    } catch (const JournalError&) {
      // The first error is the one to tell.
    }
  }
  return error;
}

JournalError JournalDatabase::translated(const SQLite::Exception& e) const {
  // SQLite does not keep the system's reason when it is the commit that fails.
  int system_errno = errno;
  if (const int kept = sqlite3_system_errno(sqlite_->getHandle()); kept != 0) system_errno = kept;
  const std::string name = is_file() ? file_.string() : "the journal in memory";
  const std::string message = fmt::format("{}: {}", name, e.what());
  switch (e.getErrorCode()) {
    case SQLITE_FULL:
      return system_error(name, ENOSPC);
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return system_error(name, EACCES);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {Reason::locked, message,
              "another program is writing to it: let it finish, then try again"};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {Reason::corrupt, message,
              "start nines again: it checks the file, and sets it aside if it is damaged"};
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      if (system_errno != 0) return system_error(name, system_errno);
      break;
    default:
      break;
  }
  return {Reason::other, message, "check the disk, or choose another folder with --data-dir"};
}

}  // namespace practice
