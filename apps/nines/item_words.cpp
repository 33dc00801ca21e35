#include "nines/item_words.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "base/error.hpp"
#include "terminal/suggest.hpp"

namespace nines {

void sort_item_words(const std::vector<std::string>& words, const content::Bank& bank,
                     content::Kind kind, practice::QuizRequest& request) {
  std::set<std::string> topics;
  std::vector<std::string> known;
  for (const auto& item : bank.items()) {
    if (item.kind() != kind) continue;
    topics.insert(item.topic);
    known.push_back(item.id);
  }
  known.insert(known.end(), topics.begin(), topics.end());
  for (const auto& word : words) {
    if (topics.contains(word)) {
      request.topics.push_back(word);
      continue;
    }
    const content::Item* item = bank.find(word);
    if (item == nullptr) item = bank.find("drill:" + word);
    if (item != nullptr && item->kind() == kind) {
      request.items.push_back(item->id);
      continue;
    }
    const auto near = terminal::nearest(word, known);
    throw base::Error(
        fmt::format("there is no topic or item \"{}\" of the kind {}", word, content::name(kind)),
        near ? fmt::format("did you mean \"{}\"?", *near)
             : fmt::format("\"nines list kind:{}\" shows what there is", content::name(kind)));
  }
}

}  // namespace nines
