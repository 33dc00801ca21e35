#include "content/item_texts.hpp"

#include <fmt/format.h>
#include <variant>

namespace content {
namespace {

class Collector {
 public:
  explicit Collector(const Item& item) {
    add("prompt", item.prompt);
    std::visit([this](const auto& body) { add_body(body); }, item.body);
  }

  std::vector<ItemText> take() && { return std::move(texts_); }

 private:
  void add(std::string field, const std::string& text) {
    if (!text.empty()) texts_.push_back({std::move(field), &text});
  }

  void add_body(const Choice& choice) {
    for (std::size_t i = 0; i < choice.options.size(); ++i) {
      add(fmt::format("options[{}].text", i), choice.options[i].text);
      add(fmt::format("options[{}].why", i), choice.options[i].why);
    }
  }

  void add_body(const Open& open) {
    add("answer", open.answer);
    add("walkthrough", open.walkthrough);
    for (std::size_t i = 0; i < open.key_points.size(); ++i) {
      add(fmt::format("key_points[{}].text", i), open.key_points[i].text);
    }
    for (std::size_t i = 0; i < open.watch_out.size(); ++i) {
      add(fmt::format("watch_out[{}].said", i), open.watch_out[i].said);
      add(fmt::format("watch_out[{}].true", i), open.watch_out[i].truth);
    }
    for (std::size_t i = 0; i < open.follow_ups.size(); ++i) {
      const FollowUp& follow_up = open.follow_ups[i];
      add(fmt::format("follow_ups[{}].prompt", i), follow_up.prompt);
      add(fmt::format("follow_ups[{}].answer", i), follow_up.answer);
      for (std::size_t j = 0; j < follow_up.key_points.size(); ++j) {
        add(fmt::format("follow_ups[{}].key_points[{}]", i, j), follow_up.key_points[j]);
      }
    }
  }

  void add_body(const Article& article) { add("body", article.body); }

  void add_body(const Erratum& erratum) {
    add("said", erratum.said);
    add("true", erratum.truth);
    add("matters", erratum.matters);
  }

  void add_body(const Drill& drill) {
    add("title", drill.title);
    add("explain", drill.explain);
    add("assumes", drill.assumes);
  }

  std::vector<ItemText> texts_;
};

}  // namespace

std::vector<ItemText> texts_of(const Item& item) {
  return Collector(item).take();
}

}  // namespace content
