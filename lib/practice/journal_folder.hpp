#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>

#include "base/clock.hpp"
#include "base/unique_fd.hpp"
#include "practice/journal.hpp"

namespace practice {

/// The error for a failed system call on `path`, with the reason that `error_number` stands for.
JournalError system_error(const std::filesystem::path& path, int error_number);

/// Makes a folder and what is missing above it, with mode 0700.
void make_private_folder(const std::filesystem::path& folder);

/// Says which process may do what in a journal's folder: everyone who has the journal open holds it
/// shared; who creates the file or sets it aside holds it alone, so that nobody loses a sound file
/// to somebody who saw the damaged one before it. The kernel lets go of it when a process dies.
class FolderLock {
 public:
  enum class Mode { shared, exclusive };

  explicit FolderLock(const std::filesystem::path& folder);
  /// False when others did not let go within `patience`; the lock is then not held at all.
  bool acquire(Mode mode, std::chrono::milliseconds patience);

 private:
  std::filesystem::path file_;
  base::UniqueFd fd_;
};

/// Bytes in the file, 0 when there is none. Throws for anything but a plain file: links and special
/// files are refused.
std::uintmax_t plain_file_size(const std::filesystem::path& file);

/// Makes an empty file with mode 0600 unless there is one.
void create_private_file(const std::filesystem::path& file);

/// Renames a database with what SQLite keeps beside it to FILE.corrupt-<UTC time>, with -2, -3, ...
/// where that is taken. Returns the new name of the database, or when there was none that of what
/// was left beside it.
std::filesystem::path set_database_aside(const std::filesystem::path& file, base::WallTime now);

}  // namespace practice
