#include <fstream>
#include <iterator>

#include "catch.hpp"
#include "layout.hpp"

TEST_CASE("the sources of nines keep to the layout") {
  const std::filesystem::path tree = NINES_SOURCE_FOLDER;
  std::ifstream stream(tree / "tests/layout/rules.txt");
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  REQUIRE_FALSE(text.empty());
  CHECK(layout::violations(tree, layout::parse_rules(text)) == std::vector<std::string>{});
}
