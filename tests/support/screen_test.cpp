#include "support/screen.hpp"

#include "catch.hpp"

using support::Screen;

namespace {
std::string shown(std::string_view bytes, int columns = 10, int rows = 3) {
  Screen screen(columns, rows);
  screen.feed(bytes);
  return screen.text();
}
}  // namespace

TEST_CASE("a screen shows printed text with its line ends") {
  CHECK(shown("one\r\ntwo") == "one\ntwo");
  CHECK(shown("one\ntwo") == "one\n   two");
  CHECK(shown("abc\rX\b\bY") == "Ybc");
  CHECK(shown("a\tb") == "a       b");
}

TEST_CASE("a screen scrolls and keeps what went off the top") {
  Screen screen(10, 2);
  screen.feed("1\r\n2\r\n3");
  CHECK(screen.text() == "2\n3");
  CHECK(screen.all_rows() == std::vector<std::string>{"1", "2", "3"});
}

TEST_CASE("a full row breaks only when one more character comes") {
  Screen screen(4, 3);
  screen.feed("abcd");
  CHECK(screen.broken_lines() == 0);
  screen.feed("\r\nabcde");
  CHECK(screen.broken_lines() == 1);
  CHECK(screen.text() == "abcd\nabcd\ne");
}

TEST_CASE("wide and combining characters take their columns") {
  Screen screen(10, 2);
  screen.feed("分散e\u0301x");
  CHECK(screen.cursor_column() == 6);
  CHECK(screen.text() == "分散e\u0301x");
  CHECK(shown("a分b", 2, 3) == "a\n分\nb");
}

TEST_CASE("a character cut between two reads is put together") {
  Screen screen(10, 2);
  screen.feed("\xC3");
  screen.feed("\xA9\xE5\x88");
  screen.feed("\x86");
  CHECK(screen.text() == "é分");
}

TEST_CASE("a screen follows the cursor movements and erasures of editors") {
  CHECK(shown("abcdef\x1b[3D\x1b[K") == "abc");
  CHECK(shown("abc\x1b[H\x1b[1PX") == "Xc");
  CHECK(shown("abc\r\x1b[2@") == "  abc");
  CHECK(shown("abc\r\nd\x1b[2J\x1b[1;3Hx") == "  x");
  CHECK(shown("\x1b[1;31mred\x1b[0m\x1b]0;title\x07!") == "red!");
  CHECK(shown("x\x1b[4b") == "xxxxx");
  CHECK(shown("\x1b(0qx\x1b(Bq") == "─│q");
  CHECK(shown("1\r\n2\r\n3\x1b[2;3r\x1b[3;1H\n4") == "1\n3\n4");
}

TEST_CASE("the alternate screen gives the first one back") {
  CHECK(shown("main\x1b[?1049h\x1b[Hother\x1b[?1049l") == "main");
}

TEST_CASE("a screen made narrower crops, one made lower scrolls") {
  Screen screen(6, 3);
  screen.feed("abcdef\r\n2\r\n3");
  screen.resize(3, 2);
  CHECK(screen.text() == "2\n3");
  CHECK(screen.all_rows().front() == "abc");
}

TEST_CASE("the stream is the output without escape sequences") {
  Screen screen(4, 2);
  screen.feed("a\x1b[1mb\x1b[0m\r\nc\x1b[Hd");
  CHECK(screen.stream() == "ab\ncd");
}
