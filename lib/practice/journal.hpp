#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "content/item.hpp"
#include "practice/finding.hpp"

namespace practice {

using RunId = std::int64_t;
using EventId = std::int64_t;

/// One sitting with one verb.
struct Run {
  std::string verb;  ///< "quiz"
  std::uint64_t seed = 0;
  /// Practice outside the schedule (--weak): later scheduling leaves these answers out.
  bool off_schedule = false;
};

/// How well something was known; the grades of spaced repetition.
enum class Rating { again = 1, hard, good, easy };

/// What the learner said of a key point of an answer.
struct Tick {
  bool must = false;
  bool said = false;
  std::optional<Finding> suggested{};  ///< by comparing a typed answer; absent when it was not
};

/// More about an answer given aloud, or typed instead.
struct Spoken {
  Rating rating = Rating::again;
  std::string typed{};        ///< empty when it was spoken
  std::vector<Tick> ticks{};  ///< recorded, and not read back with the answers
};

/// More about the answer to a drill.
struct Computed {
  std::string drawn{};  ///< the parameters, such as "n=20 p=0.01"
  std::string given{};  ///< as it was typed
};

struct Answer {
  std::string item_id;
  std::uint64_t item_revision = 0;
  std::string topic;
  /// Of a multiple choice: index in the item's file order, whatever order was shown.
  int option = 0;
  bool correct = false;          ///< of a spoken answer: rated better than "again"
  std::optional<int> certainty;  ///< 1 to 3, when it was given
  std::chrono::milliseconds thinking{0};
  std::optional<Spoken> spoken{};
  std::optional<Computed> computed{};

  content::Kind kind() const {
    if (spoken) return content::Kind::open;
    return computed ? content::Kind::drill : content::Kind::choice;
  }
};

/// An event that counts: undone ones are left out wherever these are listed.
struct Answered {
  EventId id = 0;
  RunId run = 0;
  base::WallTime at;
  bool off_schedule = false;
  Answer answer;
};

struct Flagged {
  EventId id = 0;
  base::WallTime at;
  std::string item_id;
  std::string note;
};

struct Agreement {
  std::size_t agreed = 0;
  std::size_t total = 0;
};

/// One grading of a submission to a coding challenge.
struct Attempt {
  std::string challenge;
  std::string language;
  std::uint64_t file_hash = 0;
  std::string verdict;  ///< "PASS"
  int required_passed = 0;
  int required_total = 0;
  std::vector<std::string> findings;  ///< requirements that were broken; no spaces in them
  std::chrono::milliseconds took{0};
  std::optional<std::chrono::milliseconds> elapsed;  ///< of the challenge's clock, where it ran
};

struct Attempted {
  EventId id = 0;
  base::WallTime at;
  Attempt attempt;
};

/// Why the journal cannot be used, so that the caller may offer to go on without it.
class JournalError : public base::Error {
 public:
  enum class Reason { unwritable, full, locked, corrupt, newer_version, other };
  JournalError(Reason reason, const std::string& message, std::string advice)
      : base::Error(message, std::move(advice)), reason_(reason) {}
  Reason reason() const { return reason_; }

 private:
  Reason reason_;
};

/// What the user has done, for ever: an append-only log in SQLite (WAL). Every record call returns
/// only once the event would survive kill -9 of this process; undo is an event of its own. Several
/// processes may use one journal at once, several threads may not use one Journal. All calls throw
/// JournalError.
class Journal {
 public:
  /// Opens, creates or migrates `folder`/journal.db; makes the folder (mode 0700) when it is
  /// missing. A corrupt file is renamed, with its WAL, to journal.db.corrupt-<UTC time>, a new one
  /// is begun, and `set_aside()` says so. Damage that only shows later is reported by the call that
  /// meets it; the next open then reads the whole file and sets it aside.
  /// `patience` is how long this and every later call waits for another process.
  static Journal open(const std::filesystem::path& folder, const base::Clock& clock,
                      std::chrono::milliseconds patience = std::chrono::seconds(5));
  /// Keeps nothing: for practice without saving.
  static Journal in_memory(const base::Clock& clock);

  Journal(Journal&&) noexcept;
  Journal& operator=(Journal&&) noexcept;
  ~Journal();

  bool is_saving() const;
  /// Where a corrupt file went; empty when there was none.
  const std::filesystem::path& set_aside() const;

  RunId begin_run(const Run& run);
  EventId record(RunId run, const Answer& answer);
  EventId record_skip(RunId run, const std::string& item_id);
  /// A flag on an item with a note for its author; an empty note is allowed.
  EventId record_flag(RunId run, const std::string& item_id, const std::string& note);
  EventId record(RunId run, const Attempt& attempt);
  /// Takes back an answer; nothing happens when it is undone already. Throws when there is no such
  /// answer.
  void undo(RunId run, EventId answer);

  /// Oldest first, without those undone.
  std::vector<Answered> answers() const;
  std::vector<Flagged> flags() const;
  /// Oldest first, of all challenges.
  std::vector<Attempted> attempts() const;
  /// The newest answer that is not undone, of any run or only of those begun before `run`.
  std::optional<Answered> last_answer(std::optional<RunId> before_run = std::nullopt) const;
  /// How often the comparison of typed answers agreed with the learner about a key point, over the
  /// answers that stand. What it was in doubt about ("maybe") counts for neither.
  Agreement agreement() const;
  /// Absent when there is no such run.
  std::optional<Run> run(RunId run) const;

 private:
  struct State;
  explicit Journal(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace practice
