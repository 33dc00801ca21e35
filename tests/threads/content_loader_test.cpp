#include <nlohmann/json.hpp>

#include "../content/content_texts.hpp"
#include "catch.hpp"

namespace {

using namespace content_texts;

/// Enough for every thread that the loader may start, sound and faulty ones mixed.
std::vector<nlohmann::json> many_items() {
  std::vector<nlohmann::json> items;
  for (int i = 0; i < 600; ++i) {
    auto item =
        i % 3 == 0 ? open("open-" + std::to_string(i)) : choice("choice-" + std::to_string(i));
    if (i % 10 == 9) item["difficulty"] = 7;
    items.push_back(std::move(item));
  }
  return items;
}

TEST_CASE("items read by several threads come in order, each with its own problems") {
  for (const auto validation : {content::Validation::fast, content::Validation::full}) {
    const content::Bank bank = load_items(many_items(), validation);
    REQUIRE(bank.items().size() == 540);
    CHECK(bank.items()[0].id == "open-0");
    CHECK(bank.items()[539].id == "choice-598");
    REQUIRE(bank.problems().size() >= 60);
    CHECK(bank.problems()[0].item_id == "open-9");
  }
}

}  // namespace
