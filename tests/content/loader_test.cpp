#include "content/loader.hpp"

#include "base/error.hpp"
#include "catch.hpp"
#include "content_texts.hpp"

namespace {

using namespace content_texts;
using Texts = std::vector<std::string>;

TEST_CASE("a choice, an open question and an article become items, a drill is counted") {
  const content::Bank bank = load_items({choice(), open(), article(), drill()});
  CHECK(described(bank).empty());
  REQUIRE(bank.items().size() == 3);
  CHECK(bank.drill_count() == 1);
  CHECK(bank.has_drill("drill:tail-fanout"));
  CHECK_FALSE(bank.has_drill("tail-of-twenty"));

  const content::Item& first = bank.items()[0];
  CHECK(first.id == "tail-of-twenty");
  CHECK(first.topic == "partitioning-scaling");
  CHECK(first.difficulty == 2);
  CHECK(first.covers == Texts{"012-a"});
  CHECK(first.sources.at(0).url == "https://doi.org/10.1145/2408776.2408794");
  CHECK_FALSE(first.sources.at(0).checked);
  REQUIRE(first.choice() != nullptr);
  CHECK(first.choice()->options.size() == 4);
  CHECK(first.choice()->key() == 0);
  CHECK(first.choice()->options[3].why == "That is the answer for a hundred shards.");
  CHECK(first.place.line == 2);

  const auto& body = std::get<content::Open>(bank.items()[1].body);
  CHECK(body.minutes == 3);
  CHECK(body.key_points.at(0).must);
  CHECK(nlohmann::json::parse(body.key_points[0].match_json).at("near") == 8);
  CHECK(body.key_points.at(1).match_json.empty());
  CHECK(body.watch_out.at(0).truth == "A hedge keeps the first attempt running.");
  CHECK(body.follow_ups.at(0).key_points.size() == 1);
  CHECK(bank.items()[1].see_also == Texts{"tail-of-twenty"});

  CHECK(std::get<content::Article>(bank.items()[2].body).body == "# Quorums\n\nText.");
  CHECK(bank.find("what-a-quorum-is") == &bank.items()[2]);
  CHECK(bank.find("nothing") == nullptr);
  CHECK(bank.topics() == Texts{"partitioning-scaling", "quorums", "resilience-traffic"});
}

TEST_CASE("a list of wrong beliefs is taken as well as one") {
  auto item = open();
  item["watch_out"] = {item["watch_out"], {{"said", "a"}, {"true", "b"}}};
  const content::Bank bank = load_items({item});
  REQUIRE(bank.items().size() == 1);
  CHECK(std::get<content::Open>(bank.items()[0].body).watch_out.at(1).truth == "b");
}

TEST_CASE("a bad item is named with file, line, item and field, and the others are loaded") {
  auto bad = choice("kafka-7");
  bad["options"][1]["correct"] = true;
  bad["options"][3]["correct"] = true;
  bad["options"][0]["correct"] = false;
  const content::Bank bank = load_items({choice("a"), bad, choice("b"), choice("c")});
  REQUIRE(bank.problems().size() == 1);
  const content::Problem& problem = bank.problems()[0];
  CHECK(describe(bank, problem) ==
        "pack.json:" + std::to_string(problem.place.line) +
            ": item \"kafka-7\", field \"options\": two options are correct (b, d); exactly one "
            "must be. The other 3 items of this file are loaded.");
  CHECK(problem.rule == "several-keys");
  CHECK(problem.place.line > bank.items()[0].place.line);
  CHECK(problem.place.line < bank.items()[1].place.line);
  CHECK(bank.items().size() == 3);
}

TEST_CASE("of two items with one id the first stays, and both places are named") {
  auto second = choice("same");
  second["prompt"] = "Another question altogether, is it not?";
  const content::Bank bank = load_items({choice("same"), second, drill("same")});
  REQUIRE(bank.items().size() == 1);
  CHECK(bank.items()[0].prompt == choice()["prompt"]);
  CHECK(bank.drill_count() == 0);
  REQUIRE(bank.problems().size() == 2);
  CHECK(bank.problems()[0].rule == "duplicate-id");
  CHECK(bank.problems()[0].message == "is in use already, at pack.json:2; that one stays");
}

TEST_CASE("items stand in the order of packs, paths and places, whichever thread read them") {
  const Folder folder;
  Texts wanted;
  for (const char* file : {"a.json", "b/a.json", "b/c.json", "c.json"}) {
    std::vector<nlohmann::json> items;
    for (int i = 0; i < 300; ++i) {
      const std::string id = std::string(1, file[0]) + file[2] + '-' + std::to_string(i);
      items.push_back(i % 3 == 0 ? open(id) : choice(id));
      wanted.push_back(id);
    }
    folder.write(file, items);
  }
  const content::Bank bank = folder.load();
  Texts ids;
  for (const content::Item& item : bank.items()) ids.push_back(item.id);
  CHECK(ids == wanted);
  CHECK(bank.file_count() == 4);
  CHECK(bank.count_from(folder.path() / "b/c.json") == 300);
}

TEST_CASE("schema folders, errata files, hidden files and links to folders are passed over") {
  const Folder folder;
  folder.write("good.json", {choice()});
  folder.write("schema/item.schema.json", "{}");
  folder.write("deep/schema/x.json", "{}");
  folder.write("errata.json", "{}");
  folder.write(".hidden.json", "{}");
  folder.write(".git/x.json", "{}");
  folder.write("notes.txt", "no JSON");
  std::filesystem::create_directory_symlink(folder.path(), folder.path() / "loop");
  const content::Bank bank = folder.load();
  CHECK(described(bank).empty());
  CHECK(bank.items().size() == 1);
  CHECK(bank.file_count() == 1);
}

TEST_CASE("a file that two packs share is read once") {
  const Folder folder;
  const auto file = folder.write("good.json", {choice()});
  content::Loader loader(schemas());
  loader.add_pack(folder.path());
  loader.add_pack(file);
  const content::Bank bank = loader.finish();
  CHECK(described(bank).empty());
  CHECK(bank.items().size() == 1);
}

TEST_CASE("an edit of what a reader sees changes the revision, other edits do not") {
  const auto revision = [](const nlohmann::json& item) {
    return load_items({item}).items().at(0).revision;
  };
  const auto base = revision(choice());
  auto item = choice();
  item["topic"] = "other";
  item["covers"] = {"x"};
  CHECK(revision(item) == base);
  item["options"][2]["why"] = "That is one shard in twenty!";
  CHECK(revision(item) != base);
  // Stored with every answer: a change of the hash would make every item look edited.
  CHECK(base == 0xa177'5167'a0fc'8d24);
}

TEST_CASE("a folder without the schema cannot load anything") {
  const Folder folder;
  const std::vector<std::filesystem::path> packs{folder.path()};
  CHECK_THROWS_AS(content::load(packs, folder.path()), base::Error);
  folder.write("item.schema.json", "{\"definitions\": 3}");
  folder.write("drill.schema.json", "{}");
  CHECK_THROWS_AS(content::load(packs, folder.path()), base::Error);
}

}  // namespace
