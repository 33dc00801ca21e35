#include "terminal/markdown.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "catch.hpp"
#include "rounds.hpp"
#include "terminal/text.hpp"

using namespace terminal;
using namespace std::string_view_literals;

namespace {

using Texts = std::vector<std::string>;

Texts rendered(std::string_view markdown, int width = 40, bool screen_reader = false) {
  Texts result;
  for (const Line& line :
       render_markdown(markdown, {.width = width, .screen_reader = screen_reader})) {
    result.push_back(encode(line, false));
  }
  return result;
}

std::string repeated(std::string_view text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

/// What every rendering keeps to, whatever went in.
void check_is_sound(const Texts& lines, int width) {
  for (const std::string& line : lines) {
    if (display_width(line) > width) FAIL("wider than " << width << ": " << line);
    if (line.ends_with(' ')) FAIL("ends in a space: " << line);
    if (printable(line) != line) FAIL("not printable: " << printable(line));
  }
  if (!lines.empty() && (lines.front().empty() || lines.back().empty())) {
    FAIL("blank line at an end");
  }
  SUCCEED();
}

}  // namespace

TEST_CASE("paragraphs are wrapped, and a blank line stands between them") {
  CHECK(rendered("one two three four\nfive\n\n\nsix", 20) ==
        Texts{"one two three four", "five", "", "six"});
  CHECK(rendered("").empty());
  CHECK(rendered("a  \nb\\\nc") == Texts{"a", "b", "c"});
}

TEST_CASE("wide characters wrap by the columns that they take") {
  CHECK(rendered("分散分散 分散分散 分散分散", 20) == Texts{"分散分散 分散分散", "分散分散"});
}

TEST_CASE("spans keep their roles, and code its backticks") {
  const std::vector<Line> lines = render_markdown("a *b* **c** `d  e` ~~f~~", {});
  REQUIRE(lines.size() == 1);
  CHECK(lines[0] == Line{{"a "},
                         {"b", Role::emphasis},
                         {" "},
                         {"c", Role::strong},
                         {" "},
                         {"`d  e`", Role::code},
                         {" ~~f~~"}});
}

TEST_CASE("headings are underlined so that they show without colour") {
  CHECK(rendered("# Top\ntext\n## Next\n### Third") ==
        Texts{"Top", "===", "", "text", "", "Next", "----", "", "Third"});
  CHECK(render_markdown("# Top", {}).front() == Line{{"Top", Role::heading}});
  CHECK(rendered("#\n\nx") == Texts{"x"});
}

TEST_CASE("lists hang, nest and count") {
  CHECK(rendered("- alpha beta gamma delta\n  - inner\n- last", 20) ==
        Texts{"- alpha beta gamma", "  delta", "  - inner", "- last"});
  CHECK(rendered("9. nine\n10. ten ten ten ten ten", 20) ==
        Texts{"9. nine", "10. ten ten ten ten", "    ten"});
  CHECK(rendered("3) x") == Texts{"3) x"});
  CHECK(rendered("- a\n\n- b\n\n  c") == Texts{"- a", "", "- b", "", "  c"});
  CHECK(rendered("-\n- x") == Texts{"-", "- x"});
  CHECK(rendered("- - deep") == Texts{"- - deep"});
  CHECK(rendered("before\n\n- a\n- b\n\nafter") == Texts{"before", "", "- a", "- b", "", "after"});
}

TEST_CASE("quotes are marked on every line, also between their paragraphs") {
  CHECK(rendered("> one two three four five\n>\n> six\n\nout", 20) ==
        Texts{"> one two three four", "> five", ">", "> six", "", "out"});
  CHECK(rendered("> - a\n> - b") == Texts{"> - a", "> - b"});
}

TEST_CASE("code stands as it is, and goes on behind a backslash when it is too wide") {
  CHECK(rendered("```cpp\nint  x;\n\n\ty();  \n```\ntext") ==
        Texts{"    int  x;", "", "        y();", "", "text"});
  CHECK(rendered("```\nabcdefghijklmnopqrstuvwxyz\n```", 20) ==
        Texts{"    abcdefghijklmno\\", "    pqrstuvwxyz"});
  CHECK(rendered("- a\n  ```\n  b\n  ```") == Texts{"- a", "      b"});
}

TEST_CASE("character references are decoded, unknown names stay") {
  CHECK(rendered("a &amp; b &lt;&#8594;&#x2192;&hellip; &nosuch; &copy") ==
        Texts{"a & b <→→… &nosuch; &copy"});
  CHECK(rendered("&#0;&#xD800;&#9999999;") == Texts{"\ufffd\ufffd\ufffd"});
  CHECK(rendered("&#27;[31m &#x202e;") == Texts{"\\x1b[31m \\u202e"});
}

TEST_CASE("a link shows its text, then the address when that differs") {
  CHECK(rendered("[Raft](https://raft.io) <https://a.io> <me@a.io>", 80) ==
        Texts{"Raft (https://raft.io) https://a.io me@a.io"});
  CHECK(rendered("![diagram](d.png) [](e)", 80) == Texts{"[image: diagram] (d.png) (e)"});
  CHECK(rendered("[x](a&amp;b)", 80) == Texts{"x (a&b)"});
}

TEST_CASE("HTML is shown as text") {
  CHECK(rendered("a <b>c</b>\n\n<div>\n<p>\n</div>") ==
        Texts{"a <b>c</b>", "", "<div>", "<p>", "</div>"});
}

TEST_CASE("a horizontal rule is a row of dashes") {
  CHECK(rendered("a\n\n***\n\nb", 20) == Texts{"a", "", std::string(20, '-'), "", "b"});
}

TEST_CASE("a table that fits stands in columns, aligned as it says") {
  CHECK(rendered("| name | p99 | x |\n|---|--:|:-:|\n| a | 12 | 分散 |\n| bcdefg | 5 | |") ==
        Texts{"name    p99   x", "------  ---  ----", "a        12  分散", "bcdefg    5"});
}

TEST_CASE("a table that does not fit becomes lines of header and cell, and loses nothing") {
  const std::string table =
      "| level | what it promises |\n|---|---|\n| strong | every read sees the last write |\n"
      "| weak | |";
  CHECK(rendered(table, 24) == Texts{"level: strong", "what it promises: every",
                                     "  read sees the last", "  write", "", "level: weak"});
  CHECK(rendered("|a|b|\n|---|---|\n|1|2|", 80, true) == Texts{"a: 1", "b: 2"});
  CHECK(rendered("|abcdefghijkl|mnopqrstuvwx|\n|---|---|", 20) ==
        Texts{"abcdefghijkl", "mnopqrstuvwx"});
}

TEST_CASE("for a screen reader blocks are named instead of drawn") {
  CHECK(rendered("# T\n\n> q\n\n```\nc\n```", 80, true) ==
        Texts{"Heading: T", "", "Quote: q", "", "Code:", "    c", "End of code."});
}

TEST_CASE("the text alone comes in one line without markup") {
  CHECK(markdown_to_text("# A\n*b* `c`\n- d\n- [e](f)\n\n|g|h|\n|---|---|\n|i|j|") ==
        "A b c d e g h i j");
  CHECK(markdown_to_text("a\n\n    b   c\n") == "a b c");
  CHECK(markdown_to_text("\x1b[1m&lt;") == "\\x1b[1m<");
  CHECK(markdown_to_text("").empty());
}

TEST_CASE("controls and broken bytes in Markdown do not reach the terminal") {
  const Texts lines = rendered("a\x1b[2Jb\0c \xff `\x1b` \u202e\n\n    \x1b\a"sv, 60);
  check_is_sound(lines, 60);
  CHECK(lines.front() == "a\\x1b[2Jb\ufffdc \\xff `\\x1b` \\u202e");
}

TEST_CASE("hostile nesting and repetition are rendered quickly and within the width") {
  const int many = support::rounds(10'000, 2'000);
  for (const std::string& text :
       {repeated("> ", many) + "x",
        repeated(">", many) + "x",
        repeated("- ", many) + "x",
        repeated("1. ", many) + "x",
        repeated("- > ", many) + "x",
        repeated("*a ", many),
        repeated("[", many),
        repeated("![", many) + "x" + repeated("](u)", many),
        repeated("[a](", many),
        repeated("`", many) + "x",
        repeated("**a *b ", many),
        repeated("<", many),
        repeated("&#x", many),
        repeated("|a", many) + "\n" + repeated("|---", many) + repeated("\n|", many),
        repeated("> - 1. ", 100) + "deep" + repeated("\nmore", many),
        repeated("a\n", many),
        repeated("~~a~~ ", many),
        repeated("\\", many),
        repeated("<!--", many),
        repeated("[a]: b\n", many),
        repeated("e\u0301", many),
        repeated("\t", many) + "x",
        "[a]: <" + repeated("x", many) + ">\n" + repeated("[a] ", many)}) {
    check_is_sound(rendered(text, 40), 40);
    check_is_sound(rendered(text, 20, true), 20);
    CHECK(markdown_to_text(text).size() < 20 * text.size() + 100);
  }
}

TEST_CASE("a text too large to take apart is shown as it stands") {
  const Texts lines = rendered(repeated("**word** and more\n", 20'000));
  CHECK(lines.size() == 20'000);
  CHECK(lines.front() == "**word** and more");
}

TEST_CASE("random Markdown never breaks a promise of the layout") {
  const std::vector<std::string> pieces = {"a",
                                           "word ",
                                           "longer-word ",
                                           "\n",
                                           "\n\n",
                                           "    ",
                                           "\t",
                                           "> ",
                                           "- ",
                                           "1. ",
                                           "* ",
                                           "# ",
                                           "## ",
                                           "```\n",
                                           "~~~\n",
                                           "`",
                                           "``",
                                           "*",
                                           "**",
                                           "_",
                                           "~~",
                                           "[",
                                           "](",
                                           ")",
                                           "![",
                                           "<b>",
                                           "<div>",
                                           "|",
                                           "|-|-|\n",
                                           "|a|b|\n",
                                           "---\n",
                                           "===\n",
                                           "&amp;",
                                           "&#27;",
                                           "&#x2192;",
                                           "\\",
                                           "  \n",
                                           "分散",
                                           "e\u0301",
                                           "🙂",
                                           "\x1b[31m",
                                           "\x07",
                                           "\xff",
                                           "\xe2\x82",
                                           "\u202e",
                                           "\r\n",
                                           "\r",
                                           "<!--",
                                           "-->",
                                           "https://a.io/",
                                           "\u00a0",
                                           std::string(1, '\0'),
                                           std::string(70, 'x'),
                                           "\u1160"};
  std::mt19937 random(20'261'122);
  const auto below = [&](std::size_t limit) { return std::size_t{random()} % limit; };
  for (int run = 0; run < 4'000; ++run) {
    std::string text;
    const std::size_t count = below(60);
    for (std::size_t i = 0; i < count; ++i) text += pieces[below(pieces.size())];
    const int width = 20 + static_cast<int>(below(80));
    INFO("run " << run << ": " << printable(text));
    check_is_sound(rendered(text, width, below(4) == 0), width);
    CHECK(printable(markdown_to_text(text)) == markdown_to_text(text));
  }
}
