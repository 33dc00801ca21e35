#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <stdlib.h>
#include <string>
#include <unistd.h>
#include <vector>

#include "base/clock.hpp"
#include "content/item.hpp"
#include "practice/journal.hpp"

/// A folder of its own for one test, removed with what is in it.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = std::filesystem::temp_directory_path() / "nines-test-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
    path_ = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path journal() const { return path_ / "journal.db"; }

 private:
  std::filesystem::path path_;
};

inline std::string read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void write_file(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

/// Names in the folder that contain ".corrupt-".
inline std::vector<std::filesystem::path> set_aside_files(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().filename().string().find(".corrupt-") != std::string::npos) {
      found.push_back(entry.path());
    }
  }
  return found;
}

inline practice::Answer answer_to(const std::string& item, bool correct = true,
                                  std::optional<int> certainty = std::nullopt,
                                  const std::string& topic = "topic") {
  practice::Answer answer;
  answer.item_id = item;
  answer.topic = topic;
  answer.correct = correct;
  answer.certainty = certainty;
  return answer;
}

/// A question of four options, the third of which is right.
inline content::Item choice_item(const std::string& id, const std::string& topic = "topic",
                                 int difficulty = 1) {
  content::Item item;
  item.id = id;
  item.topic = topic;
  item.difficulty = difficulty;
  item.revision = 0xfedcba9876543210U;
  content::Choice choice;
  for (int i = 0; i < 4; ++i) {
    choice.options.push_back({.text = "option", .correct = i == 2, .why = "because"});
  }
  item.body = choice;
  return item;
}

/// The reason of the JournalError that `job` throws; absent when it throws none.
template <typename Job>
std::optional<practice::JournalError> journal_error(Job job) {
  try {
    job();
  } catch (const practice::JournalError& e) {
    return e;
  }
  return std::nullopt;
}

/// 2026-11-22T10:15:00.123Z
inline const base::FakeClock clock_at_quarter_past_ten(
    base::WallTime(std::chrono::milliseconds(1'795'342'500'123)));
