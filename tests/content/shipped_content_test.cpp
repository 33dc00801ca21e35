// The content that belongs to the program. Rules for content of any origin are the linter's.
#include <fstream>
#include <map>
#include <set>

#include "catch.hpp"
#include "content/bank.hpp"
#include "content/figure.hpp"

namespace {

const content::Bank& shipped() {
  static const content::Bank bank = [] {
    const std::vector<std::filesystem::path> packs{NINES_SOURCE_FOLDER "/content"};
    return content::load(packs, NINES_SOURCE_FOLDER "/content/schema");
  }();
  return bank;
}

std::set<std::string> wanted_ids() {
  std::ifstream in(NINES_SOURCE_FOLDER "/tests/content/coverage.txt");
  std::set<std::string> ids;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line[0] != '#') ids.insert(line);
  }
  return ids;
}

TEST_CASE("the shipped content loads without a problem") {
  CHECK(shipped().problems().empty());
  for (const auto& problem : shipped().problems()) UNSCOPED_INFO(describe(problem));
}

TEST_CASE("every figure in the shipped content is what its formula gives") {
  for (const content::Item& item : shipped().items()) {
    for (const content::Figure& figure : item.numbers) {
      const auto fault = content::fault_of(figure, item);
      INFO(item.id << ": " << figure.is << ": " << fault.value_or(""));
      CHECK_FALSE(fault);
    }
  }
}

TEST_CASE("the shipped content covers every entry of its map") {
  const auto wanted = wanted_ids();
  REQUIRE(wanted.size() == 129);
  std::set<std::string> covered;
  for (const content::Item& item : shipped().items()) {
    covered.insert(item.covers.begin(), item.covers.end());
    for (const std::string& id : item.covers) {
      INFO(item.id << " covers " << id);
      CHECK(wanted.contains(id));
    }
  }
  for (const std::string& id : wanted) {
    INFO(id << " is covered by no item");
    CHECK(covered.contains(id));
  }
}

TEST_CASE("no topic of the shipped content has fewer than eight items") {
  std::map<std::string, std::size_t> topics;
  for (const content::Item& item : shipped().items()) ++topics[item.topic];
  for (const auto& [topic, items] : topics) {
    INFO(topic << " has " << items);
    CHECK(items >= 8);
  }
}

}  // namespace
