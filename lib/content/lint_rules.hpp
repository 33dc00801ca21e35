#pragma once

#include <string>
#include <vector>

#include "content/bank.hpp"

namespace content {

/// What the rules found, as problems of the item they are at.
class Findings {
 public:
  void error(const Item& item, std::string field, std::string rule, std::string message) {
    problems_.push_back({Severity::error, item.place, item.id, std::move(field), std::move(rule),
                         std::move(message)});
  }
  void warning(const Item& item, std::string field, std::string rule, std::string message) {
    problems_.push_back({Severity::warning, item.place, item.id, std::move(field), std::move(rule),
                         std::move(message)});
  }
  void of_bank(Severity severity, std::string rule, std::string message) {
    problems_.push_back({severity, {}, {}, {}, std::move(rule), std::move(message)});
  }
  std::vector<Problem> take() && { return std::move(problems_); }

 private:
  std::vector<Problem> problems_;
};

/// The question: length, negation, reading. For every kind of item.
void lint_stem(const Item& item, Findings& findings);
/// Options that are the same, empty, or refer to one another.
void lint_options(const Item& item, Findings& findings);
/// What gives the key away within one item.
void lint_cues(const Item& item, Findings& findings);
/// Length, key points and follow-ups of a question to answer aloud.
void lint_open(const Item& item, Findings& findings);
void lint_article(const Item& item, Findings& findings);
void lint_erratum(const Item& item, Findings& findings);
/// The sample of a drill, computed.
void lint_drill(const Item& item, Findings& findings);
/// Of every kind: figures, computed, and blocks that do not fit a terminal.
void lint_texts(const Item& item, Findings& findings);
/// Sources, and links to items that are not there.
void lint_references(const Bank& bank, Findings& findings);
/// Questions that are asked twice.
void lint_duplicates(const Bank& bank, Findings& findings);

}  // namespace content
