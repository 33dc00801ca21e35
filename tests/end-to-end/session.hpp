#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "support/nines.hpp"
#include "support/pty.hpp"

namespace end_to_end {

/// The arguments with the questions of these tests added: topics e2e-basics (alpha-1 to alpha-8,
/// three options each) and e2e-wide (one long question).
std::vector<std::string> with_content(std::vector<std::string> arguments);

/// A session on a terminal, with those questions.
class Session : public support::Pty {
 public:
  Session(const support::Home& home, std::vector<std::string> arguments, support::Size size = {});

  /// Waits for the next question; returns it up to the prompt.
  std::string next_question();
  /// Answers the question, then gives the certainty ("" is Enter) and waits for the feedback.
  void answer(char key, std::string_view certainty = "");
};

/// The letter of the option whose text begins with "the right answer", in whatever case.
char right_key(std::string_view question);
/// The letter of one that does not.
char wrong_key(std::string_view question);

/// What `nines stats --json` prints for this user.
nlohmann::json stats(const support::Home& home);
/// How many answers are in the journal.
int answered(const support::Home& home);

/// How often `part` occurs in `text`.
std::size_t count(std::string_view text, std::string_view part);

bool has_escape(std::string_view bytes);
bool is_ascii(std::string_view bytes);

}  // namespace end_to_end
