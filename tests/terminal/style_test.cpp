#include "terminal/style.hpp"

#include <string>
#include <vector>

#include "catch.hpp"
#include "terminal/text.hpp"

using namespace terminal;

namespace {

std::vector<std::string> texts(const std::vector<Line>& lines) {
  std::vector<std::string> result;
  for (const Line& line : lines) result.push_back(encode(line, false));
  return result;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("colour is only what stands around the text") {
  const Line line{{"ok ", Role::text}, {"good", Role::good}, {"!", Role::text}};
  CHECK(encode(line, false) == "ok good!");
  CHECK(encode(line, true) == "ok \x1b[32mgood\x1b[0m!");
}

TEST_CASE("every role but plain text looks different, and is closed") {
  for (const Role role : {Role::strong, Role::emphasis, Role::code, Role::heading, Role::link,
                          Role::muted, Role::good, Role::bad, Role::warning, Role::key}) {
    const std::string bytes = encode({{"x", role}}, true);
    CHECK(bytes.starts_with("\x1b["));
    CHECK(bytes.ends_with("mx\x1b[0m"));
    CHECK(encode({{"", role}}, true).empty());
  }
  CHECK(encode({{"x", Role::text}}, true) == "x");
}

TEST_CASE("a span cannot bring escape sequences of its own") {
  CHECK(encode({{"\x1b]0;title\a", Role::good}}, false) == "\\x1b]0;title\\x07");
  CHECK(encode({{"a\nb", Role::text}}, true) == "a\\nb");
}

TEST_CASE("text wraps at spaces and drops them there") {
  CHECK(texts(wrap({{"one two  three"}}, 8)) == Texts{"one two", "three"});
  CHECK(texts(wrap({{"one two  three"}}, 80)) == Texts{"one two  three"});
  CHECK(texts(wrap({{"  indented text "}}, 80)) == Texts{"  indented text"});
  CHECK(texts(wrap({}, 10)) == Texts{""});
}

TEST_CASE("the prefixes count for the width") {
  CHECK(texts(wrap({{"alpha beta gamma"}}, 12, "- ", "  ")) == Texts{"- alpha beta", "  gamma"});
  CHECK(texts(wrap({}, 10, "- ")) == Texts{"-"});
}

TEST_CASE("a word with several roles stays together") {
  const std::vector<Line> lines = wrap({{"say "}, {"bo", Role::strong}, {"ld, then"}}, 9);
  REQUIRE(lines.size() == 2);
  CHECK(lines[0] == Line{{"say "}, {"bo", Role::strong}, {"ld,"}});
  CHECK(lines[1] == Line{{"then"}});
}

TEST_CASE("a word wider than the room is cut between characters") {
  CHECK(texts(wrap({{"a 分散分散 b"}}, 5)) == Texts{"a", "分散", "分散", "b"});
  CHECK(texts(wrap({{"abcdefgh"}}, 4, "> ", "> ")) == Texts{"> ab", "> cd", "> ef", "> gh"});
}

TEST_CASE("a prefix wider than the line leaves room for text") {
  for (const std::string& text : texts(wrap({{"分 text"}}, 4, "123456789 ", "         "))) {
    CHECK(display_width(text) <= 4);
  }
}

TEST_CASE("wrapping a very long word or very many words takes linear time") {
  CHECK(wrap({{std::string(1'000'000, 'x')}}, 80).size() == 12'500);
  std::string words;
  for (int i = 0; i < 250'000; ++i) words += "abc ";
  CHECK(wrap({{words}}, 80).size() == 12'500);
}
