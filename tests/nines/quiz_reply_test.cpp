#include "nines/quiz_reply.hpp"

#include "catch.hpp"

using nines::parse_at_feedback;
using nines::parse_at_question;
using nines::QuizReply;
using Kind = nines::QuizReply::Kind;

TEST_CASE("letters and numbers name the same options") {
  for (const auto* line : {"b", "B", "2", " b ", "b\r"}) {
    CAPTURE(line);
    const auto reply = parse_at_question(line, 4);
    CHECK(reply.kind == Kind::answer);
    CHECK(reply.place == 1);
    CHECK_FALSE(reply.certainty.has_value());
  }
}

TEST_CASE("a certainty can stand behind the answer") {
  for (const auto* line : {"c 3", "c3", "3 3", "C  3"}) {
    CAPTURE(line);
    const auto reply = parse_at_question(line, 4);
    CHECK(reply.kind == Kind::answer);
    CHECK(reply.place == 2);
    CHECK(reply.certainty == 3);
  }
}

TEST_CASE("what is no option, no certainty and no command is not understood") {
  for (const auto* line : {"", " ", "e", "5", "0", "b 4", "b 0", "b 33", "ab", "yes", "skip it",
                           "\x1b[A", "-1", "\xc3\xa9"}) {
    CAPTURE(line);
    CHECK(parse_at_question(line, 4).kind == Kind::unknown);
  }
}

TEST_CASE("with three options the fourth letter is none") {
  CHECK(parse_at_question("d", 3).kind == Kind::unknown);
  CHECK(parse_at_question("4", 3).kind == Kind::unknown);
}

TEST_CASE("commands are known by key and by name") {
  CHECK(parse_at_question("?", 4).kind == Kind::help);
  CHECK(parse_at_question("s", 4).kind == Kind::skip);
  CHECK(parse_at_question("Skip", 4).kind == Kind::skip);
  CHECK(parse_at_question("u", 4).kind == Kind::undo);
  CHECK(parse_at_question("quit", 4).kind == Kind::leave);
  CHECK(parse_at_question("why", 4).kind == Kind::reason);
}

TEST_CASE("s skips at the question and shows the sources behind the feedback") {
  CHECK(parse_at_question("s", 4).kind == Kind::skip);
  CHECK(parse_at_feedback("s").kind == Kind::sources);
  CHECK(parse_at_question("sources", 4).kind == Kind::sources);
}

TEST_CASE("a flag keeps its note") {
  CHECK(parse_at_question("f", 4).note.empty());
  const auto reply = parse_at_question("f  option b is true as well ", 4);
  CHECK(reply.kind == Kind::flag);
  CHECK(reply.note == "option b is true as well");
}

TEST_CASE("Enter goes on behind the feedback and answers nothing at the question") {
  CHECK(parse_at_feedback("").kind == Kind::next);
  CHECK(parse_at_feedback(" ").kind == Kind::next);
  CHECK(parse_at_question("", 4).kind == Kind::unknown);
}
