#pragma once

#include <SQLiteCpp/SQLiteCpp.h>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <sys/types.h>
#include <utility>

#include "base/clock.hpp"
#include "practice/journal.hpp"
#include "practice/journal_folder.hpp"

namespace practice {

/// The SQLite database behind a journal: finds or makes it, knows its schema, and turns what SQLite
/// says into JournalError.
class JournalDatabase {
 public:
  static JournalDatabase open(const std::filesystem::path& folder, const base::Clock& clock,
                              std::chrono::milliseconds patience);
  static JournalDatabase in_memory();

  bool is_file() const { return !file_.empty(); }
  const std::filesystem::path& set_aside() const { return set_aside_; }

  /// Calls `job(database)`, which may read only.
  template <typename Job>
  auto read(Job job) const {
    errno = 0;
    try {
      return job(*sqlite_);
    } catch (const SQLite::Exception& e) {
      throw report(e);
    }
  }

  /// Calls `job(database)` in a transaction that no other process writes beside, and commits it.
  template <typename Job>
  auto write(Job job) {
    check_still_there();
    return read([&](SQLite::Database& sqlite) {
      SQLite::Transaction transaction(sqlite, SQLite::TransactionBehavior::IMMEDIATE);
      try {
        auto result = job(sqlite);
        transaction.commit();
        return result;
      } catch (const SQLite::Exception& e) {
        throw report(e);  // before rolling back makes the system forget why
      }
    });
  }

 private:
  struct Identity {
    dev_t device;
    ino_t inode;
    bool operator==(const Identity&) const = default;
  };

  JournalDatabase(std::filesystem::path file, std::unique_ptr<SQLite::Database> sqlite)
      : file_(std::move(file)), sqlite_(std::move(sqlite)) {}
  static JournalDatabase connect(const std::filesystem::path& file,
                                 std::chrono::milliseconds patience);
  /// Absent when the file is damaged.
  static std::optional<JournalDatabase> connect_if_sound(const std::filesystem::path& file,
                                                         std::chrono::milliseconds patience);
  /// The file is ours and sound: keeps the lock for as long as it is open.
  JournalDatabase adopt(FolderLock lock);
  void checkpoint_on_close(bool is_wanted) const;
  void prepare();
  void check_identity();
  void migrate();
  bool has_integrity() const;  ///< reads the whole file
  JournalError report(const SQLite::Exception& e) const;
  JournalError translated(const SQLite::Exception& e) const;
  std::optional<Identity> identity() const;
  void check_still_there() const;

  std::filesystem::path file_;  ///< empty: in memory
  std::filesystem::path set_aside_;
  std::optional<FolderLock> lock_;  ///< let go of after SQLite has closed the file
  std::unique_ptr<SQLite::Database> sqlite_;
  std::optional<Identity> opened_;
};

}  // namespace practice
