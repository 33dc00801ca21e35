#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "content/item.hpp"
#include "practice/item_record.hpp"

namespace practice {

/// The filter grammar of every verb that takes one. All terms must fit: `topic:NAME`,
/// `kind:choice`, `difficulty:1..3`, `is:new`, `is:seen`, `is:right`, `is:wrong` (by the latest
/// answer), `flag:`, and any other word must occur in the item's id, topic or prompt (ASCII case
/// does not matter).
class Filter {
 public:
  /// Throws base::Error for a term that cannot be understood.
  static Filter parse(std::span<const std::string> words);

  bool matches(const content::Item& item, const ItemRecord& record) const;

 private:
  enum class Standing { fresh, seen, right, wrong };

  std::vector<std::string> topics_;  ///< any of them
  std::vector<std::string> words_;
  std::optional<content::Kind> kind_;
  std::optional<int> difficulty_;
  std::vector<Standing> standings_;
  bool flagged_ = false;
};

}  // namespace practice
