#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "content/item.hpp"

namespace content {

enum class Severity { error, warning };

/// Something wrong with content. `message` is one sentence; texts may quote bad input, so whoever
/// prints them makes them printable.
struct Problem {
  Severity severity = Severity::error;
  Place place;          ///< line 0 when the whole file is meant
  std::string item_id;  ///< empty when unknown or no item is meant
  std::string field;    ///< such as "options[2].why"; empty when the whole item is meant
  std::string rule;     ///< short stable name, such as "two-keys" or "file-too-large"
  std::string message;
};

/// `FILE:LINE: item "ID", field "FIELD": MESSAGE` with the parts that are known.
std::string describe(const Problem& problem);

/// How the loader makes sure that an item fits the schema. `fast` lets a strict reader of the
/// program's own accept most multiple-choice items and asks valijson about the rest; `full` asks
/// valijson about every item. Both accept the same items.
enum class Validation { fast, full };

/// All items that could be read, in the order of packs, file names and places in the files, and
/// what was wrong with the others.
class Bank {
 public:
  const std::vector<Item>& items() const { return items_; }
  const std::vector<Problem>& problems() const { return problems_; }
  /// Files read, without those that could not be.
  std::size_t file_count() const { return file_count_; }
  std::size_t count_of(Kind kind) const;
  /// Items loaded from a file.
  std::size_t count_from(const std::filesystem::path& file) const;
  /// Null when there is none.
  const Item* find(std::string_view id) const;
  /// Sorted, each once.
  std::vector<std::string> topics() const;

 private:
  friend class Loader;
  std::vector<Item> items_;
  std::vector<Problem> problems_;
  std::size_t file_count_ = 0;
  std::unordered_map<std::string, std::size_t> by_id_;
};

/// The same as describe(problem), and how many items of the file are loaded all the same.
std::string describe(const Bank& bank, const Problem& problem);

/// Loads every *.json below each pack folder (a pack may also be one file), except hidden files,
/// what is below a folder named `schema`, and what is behind a link to a folder; a file that two
/// packs share is read once. Each item is validated against `schema_folder`/item.schema.json or
/// drill.schema.json (valijson); a bad item, file or folder becomes a Problem and the rest is
/// loaded. Of two items with one id the first stays. Nothing here throws for bad content; throws
/// base::Error when the schema itself cannot be read.
Bank load(std::span<const std::filesystem::path> packs, const std::filesystem::path& schema_folder,
          Validation validation = Validation::fast);

}  // namespace content
