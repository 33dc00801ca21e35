#include "content/loader.hpp"

#include "base/error.hpp"
#include "catch.hpp"
#include "content_texts.hpp"

namespace {

using namespace content_texts;
using Texts = std::vector<std::string>;

TEST_CASE("every kind of element becomes an item") {
  const content::Bank bank = load_items({choice(), open(), article(), drill(), erratum()});
  CHECK(described(bank).empty());
  REQUIRE(bank.items().size() == 5);
  for (const auto kind : {content::Kind::choice, content::Kind::open, content::Kind::article,
                          content::Kind::drill, content::Kind::erratum}) {
    CHECK(bank.count_of(kind) == 1);
  }

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
  REQUIRE(body.key_points[0].match);
  CHECK(body.key_points[0].match->near == 8);
  CHECK(body.key_points[0].match->any.at(1) == Texts{"first answer", "cancel*"});
  CHECK(body.key_points[0].match->not_before == Texts{"not"});
  CHECK_FALSE(body.key_points.at(1).match);
  CHECK(body.watch_out.at(0).truth == "A hedge keeps the first attempt running.");
  CHECK(body.follow_ups.at(0).key_points.size() == 1);
  CHECK(bank.items()[1].see_also == Texts{"tail-of-twenty"});

  CHECK(std::get<content::Article>(bank.items()[2].body).body == "# Quorums\n\nText.");
  CHECK(bank.find("what-a-quorum-is") == &bank.items()[2]);
  CHECK(bank.find("nothing") == nullptr);
  CHECK(bank.topics() ==
        Texts{"consistency", "partitioning-scaling", "quorums", "resilience-traffic"});
}

TEST_CASE("an erratum has what is said, what is true and why it matters, and no difficulty") {
  const content::Bank bank = load_items({erratum()});
  REQUIRE(bank.items().size() == 1);
  const content::Item& item = bank.items()[0];
  REQUIRE(item.erratum() != nullptr);
  CHECK(item.erratum()->truth.starts_with("Only while"));
  CHECK(item.erratum()->severity == content::Flaw::misleading);
  CHECK(item.difficulty == 0);
  auto bad = erratum();
  bad["severity"] = "dreadful";
  CHECK(described(load_items({bad})).at(0).find("must be one of") != std::string::npos);
}

TEST_CASE("a drill keeps its formulas, with bounds as numbers or formulas, and its sample") {
  auto item = drill();
  item["title"] = "Tail of a fan-out";
  item["difficulty"] = 3;
  item["assumes"] = "Servers are slow independently.";
  item["parameters"].push_back({{"name", "k"}, {"type", "int"}, {"min", 1}, {"max", "floor(n/2)"}});
  item["sample"] = {{"parameters", {{"n", 100}, {"p", 0.01}, {"k", 2}}}, {"answer", 63.4}};
  const content::Bank bank = load_items({item});
  CHECK(described(bank).empty());
  const content::Drill& drill = *bank.items().at(0).drill();
  CHECK(drill.names() == Texts{"n", "p", "k"});
  CHECK(drill.parameters[0].min == "5");
  CHECK(drill.parameters[2].max == "floor(n/2)");
  CHECK(drill.tolerance.type == content::Tolerance::Type::relative);
  REQUIRE(drill.sample);
  CHECK(drill.sample->values == std::vector<double>{100, 0.01, 2});
}

TEST_CASE("a drill with a formula that cannot be computed is refused, with field and place") {
  const auto told = [](const char* pointer, const nlohmann::json& value) {
    auto item = drill();
    item[nlohmann::json::json_pointer(pointer)] = value;
    const auto all = described(load_items({item}));
    return all.empty() ? std::string("loaded") : all[0];
  };
  const auto has = [](const std::string& text, const char* part) {
    INFO(text);
    return text.find(part) != std::string::npos;
  };
  CHECK(has(told("/answer", "100*(1-q)"), "\"answer\": character 8: does not know \"q\""));
  CHECK(has(told("/answer", "p^n"), "character 2: has a '^'; powers are written pow(a,b)"));
  CHECK(has(told("/constraint", "p*n <="), "character 7: ends where a number"));
  CHECK(has(told("/prompt", "How many of {m}?"), "\"prompt\": character 14: does not know \"m\""));
  CHECK(has(told("/explain", "It is {n"), "has a '{' without its '}'"));
  CHECK(has(told("/parameters/0/min", "p"), "\"parameters[0].min\": character 1"));
  CHECK(has(told("/parameters/0/name", "max"), "has a meaning in formulas"));
  CHECK(has(told("/parameters/1/name", "n"), "stands more than once"));
  CHECK(has(told("/parameters/1/type", "int"), "\"parameters[1].min\": is missing"));
  CHECK(has(told("/sample", {{"parameters", {{"n", 5}}}, {"answer", 1}}),
            "\"sample.parameters.p\": is missing"));
}

TEST_CASE("what open questions may have besides is read: walkthrough, phases, answers, numbers") {
  auto item = open();
  item["walkthrough"] = "## Requirements";
  item["key_points"][0]["phase"] = "failure";
  item["follow_ups"][0]["answer"] = "They know each other.";
  item["numbers"] = {{{"shown", "1,800"}, {"is", "2*900"}, {"rel", 0.05}}};
  const auto before = load_items({open()}).items().at(0).revision;
  const content::Bank bank = load_items({item});
  CHECK(described(bank).empty());
  const content::Item& read = bank.items().at(0);
  CHECK(read.open()->walkthrough == "## Requirements");
  CHECK(read.open()->key_points[0].phase == content::Phase::failure);
  CHECK_FALSE(read.open()->key_points[1].phase);
  CHECK(read.open()->follow_ups[0].answer == "They know each other.");
  CHECK(read.numbers.at(0).rel == 0.05);
  CHECK(read.revision != before);
  // Stored with answers, so what is not used must not change it.
  CHECK(before == 0x9d5c'eeec'4c70'c5cb);
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
  CHECK(bank.items()[0].prompt == choice()["prompt"].get<std::string>());
  CHECK(bank.count_of(content::Kind::drill) == 0);
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

TEST_CASE("schema folders, hidden files and links to folders are passed over") {
  const Folder folder;
  folder.write("good.json", {choice()});
  folder.write("schema/item.schema.json", "{}");
  folder.write("deep/schema/x.json", "{}");
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
