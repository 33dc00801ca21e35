#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "content/lint.hpp"
#include "content/loader.hpp"
#include "support/temporary_folder.hpp"

/// Content for tests, made so that a test changes one thing.
namespace content_texts {

inline nlohmann::json choice(const std::string& id = "tail-of-twenty") {
  return nlohmann::json::parse(R"json({
    "kind": "choice", "topic": "partitioning-scaling", "difficulty": 2,
    "prompt": "A query waits for the slowest of 20 shards. Each answers 99 % of its requests in 10 ms and the rest in about 500 ms, independently of the others. What share of queries takes about 500 ms?",
    "options": [
      {"text": "About 18 %", "correct": true, "why": "All twenty are fast with probability 0.99^20 = 0.818."},
      {"text": "About 1 %", "correct": false, "why": "That is the share of one shard."},
      {"text": "About 5 %", "correct": false, "why": "That is one shard in twenty."},
      {"text": "About 63 %", "correct": false, "why": "That is the answer for a hundred shards."}],
    "sources": [{"ref": "Dean & Barroso, 'The Tail at Scale', CACM 56(2), 2013", "url": "https://doi.org/10.1145/2408776.2408794"}],
    "covers": ["012-a"], "see_also": []})json")
      .patch(nlohmann::json::array({{{"op", "add"}, {"path", "/id"}, {"value", id}}}));
}

inline nlohmann::json open(const std::string& id = "hedged-requests") {
  return nlohmann::json::parse(R"json({
    "kind": "open", "topic": "resilience-traffic", "difficulty": 2, "minutes": 3,
    "prompt": "Your p99 is ten times your median. How would hedged requests help?",
    "answer": "**What.** Send the request to another replica after a delay.",
    "key_points": [
      {"text": "A second copy after a delay", "must": true,
       "match": {"any": [["second request", "duplicate"], ["first answer", "cancel*"]], "not_before": ["not"], "near": 8, "ordered": false}},
      {"text": "Needs a budget"}],
    "watch_out": {"said": "Hedging is a retry.", "true": "A hedge keeps the first attempt running."},
    "follow_ups": [{"prompt": "What are tied requests?", "key_points": ["Both replicas get the request at once"]}],
    "sources": [{"ref": "Dean & Barroso, 2013", "url": "https://doi.org/10.1145/2408776.2408794", "checked": true}],
    "covers": [], "see_also": ["tail-of-twenty"]})json")
      .patch(nlohmann::json::array({{{"op", "add"}, {"path", "/id"}, {"value", id}}}));
}

inline nlohmann::json drill(const std::string& id = "drill:tail-fanout") {
  return nlohmann::json::parse(R"json({
    "kind": "drill", "topic": "partitioning-scaling",
    "prompt": "A request waits for all of {n} servers. Each is slow with probability {p}.",
    "parameters": [{"name": "n", "type": "int", "min": 5, "max": 200}, {"name": "p", "type": "choice", "values": [0.0001, 0.01]}],
    "constraint": "p*n <= 5", "answer": "100*(1-pow(1-p,n))", "unit": "percent", "tolerance": {"rel": 0.01},
    "explain": "1 - (1 - p)^n = {1-pow(1-p,n)}.", "sources": [], "covers": []})json")
      .patch(nlohmann::json::array({{{"op", "add"}, {"path", "/id"}, {"value", id}}}));
}

inline nlohmann::json erratum(const std::string& id = "erratum-cap") {
  return nlohmann::json::parse(R"json({
    "kind": "erratum", "topic": "consistency", "prompt": "CAP as a choice of two",
    "said": "Pick two of three.", "true": "Only while the network is divided is there a choice.",
    "matters": "It is the first question of many interviews.", "severity": "misleading",
    "sources": [{"ref": "Brewer, 'CAP Twelve Years Later', 2012", "url": "https://www.infoq.com/articles/cap-twelve-years-later-how-the-rules-have-changed/"}],
    "covers": ["003-q1"], "see_also": []})json")
      .patch(nlohmann::json::array({{{"op", "add"}, {"path", "/id"}, {"value", id}}}));
}

inline nlohmann::json article(const std::string& id = "what-a-quorum-is") {
  return {{"id", id},
          {"kind", "article"},
          {"topic", "quorums"},
          {"difficulty", 1},
          {"prompt", "What a quorum is"},
          {"body", "# Quorums\n\nText."}};
}

inline const content::Schemas& schemas() {
  static const content::Schemas all(NINES_SOURCE_FOLDER "/content/schema");
  return all;
}

inline content::Bank load(const std::string& text,
                          content::Validation validation = content::Validation::fast) {
  content::Loader loader(schemas(), validation);
  loader.add_text("pack.json", text);
  return loader.finish();
}

inline content::Bank load_items(const std::vector<nlohmann::json>& items,
                                content::Validation validation = content::Validation::fast) {
  return load(nlohmann::json(items).dump(1), validation);
}

inline std::vector<std::string> described(const content::Bank& bank) {
  std::vector<std::string> texts;
  for (const content::Problem& problem : bank.problems()) texts.push_back(describe(problem));
  return texts;
}

/// A pack: a folder of a test's own.
class Folder {
 public:
  std::filesystem::path write(const std::filesystem::path& name, std::string_view text) const {
    support::write_file(path() / name, text);
    return path() / name;
  }
  std::filesystem::path write(const std::filesystem::path& name,
                              const std::vector<nlohmann::json>& items) const {
    return write(name, nlohmann::json(items).dump(1));
  }
  content::Bank load() const {
    content::Loader loader(schemas());
    loader.add_pack(path());
    return loader.finish();
  }
  const std::filesystem::path& path() const { return folder_.path(); }

 private:
  support::TemporaryFolder folder_;
};

/// The rules of the linter that these items break, as "E rule" or "W rule".
inline std::vector<std::string> broken_rules(const std::vector<nlohmann::json>& items) {
  std::vector<std::string> rules;
  for (const content::Problem& problem : content::lint(load_items(items)).problems)
    rules.push_back((problem.severity == content::Severity::error ? "E " : "W ") + problem.rule);
  return rules;
}

}  // namespace content_texts
