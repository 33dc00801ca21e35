#include "terminal/text.hpp"

#include <clocale>
#include <string>

#include "catch.hpp"

using namespace terminal;
using namespace std::string_view_literals;

TEST_CASE("escape sequences and other controls become visible text") {
  CHECK(printable("\x1b[31mred\x1b[0m") == "\\x1b[31mred\\x1b[0m");
  CHECK(printable("bell\a, del\x7f") == "bell\\x07, del\\x7f");
  CHECK(printable("nul\0!"sv) == "nul\\x00!");
  CHECK(printable("a\nb\tc\rd") == "a\\nb\\tc\\rd");
}

TEST_CASE("C1 controls and controls of the reading direction become visible text") {
  CHECK(printable("\u009b31m") == "\\u009b31m");
  CHECK(printable("abc\u202edcba\u2066x\u200f") == "abc\\u202edcba\\u2066x\\u200f");
  CHECK(printable("line\u2028separator") == "line\\u2028separator");
}

TEST_CASE("bytes that are no UTF-8 become visible one by one") {
  CHECK(printable("\xff\xc3(") == "\\xff\\xc3(");
  CHECK(printable("\xe2\x82") == "\\xe2\\x82");
  CHECK(printable("\xc0\xaf") == "\\xc0\\xaf");                    // overlong
  CHECK(printable("\xed\xa0\x80") == "\\xed\\xa0\\x80");           // surrogate
  CHECK(printable("\xf4\x90\x80\x80") == "\\xf4\\x90\\x80\\x80");  // over U+10FFFF
  CHECK(printable("héllo 分散 wörld 🙂") == "héllo 分散 wörld 🙂");
}

TEST_CASE("newlines stay when asked for, and tabs become spaces up to the next stop") {
  CHECK(printable("a\n\tb\n分\tc\x1b", true) == "a\n    b\n分  c\\x1b");
}

TEST_CASE("the width counts wide characters twice and combining ones not at all") {
  std::setlocale(LC_ALL, "C");
  CHECK(display_width("") == 0);
  CHECK(display_width("plain") == 5);
  CHECK(display_width("héllo 分散 wörld") == 16);
  CHECK(display_width("e\u0301") == 1);
  CHECK(display_width("🙂") == 2);
  CHECK(display_width("→ ≤ …") == 5);
  CHECK(display_width("ｆｕｌｌ") == 8);
  CHECK(display_width("한글") == 4);
  CHECK(display_width("\u1112\u1161\u11ab") == 2);  // one syllable in three parts
  CHECK(display_width("a\u200b\u200db\ufeff") == 2);
  CHECK(display_width("soft\u00adhyphen") == 11);
}

TEST_CASE("the width is that of what is shown for unsafe bytes") {
  for (const std::string text : {"\x1b[2J", "\xff", "a\u202eb", "tab\there", "\u0085"}) {
    CHECK(display_width(text) == display_width(printable(text)));
    CHECK(display_width(text) == static_cast<int>(printable(text).size()));
  }
}

TEST_CASE("clipping keeps whole characters with what combines with them") {
  CHECK(clip("héllo", 2) == "hé");
  CHECK(clip("分散", 3) == "分");
  CHECK(clip("分散", 1).empty());
  CHECK(clip("e\u0301x", 1) == "e\u0301");
  CHECK(clip("abc", 10) == "abc");
  CHECK(clip("abc", -1).empty());
}

TEST_CASE("typographic characters have a likeness in ASCII") {
  CHECK(to_ascii("“it’s” – a → b… ≤ 5 × 10") == "\"it's\" - a -> b... <= 5 x 10");
  CHECK(to_ascii("Ångström naïve Łódź Straße") == "Angstrom naive Lodz Strasse");
  CHECK(to_ascii("e\u0301") == "e");
  CHECK(to_ascii("分散 🙂") == "?? ?");
  CHECK(to_ascii("\xff!") == "?!");
}

TEST_CASE("every character has some ASCII likeness or none to show") {
  for (unsigned value = 0xa0; value < 0x3000; ++value) {
    std::string text;
    text += static_cast<char>(value < 0x800 ? 0xc0 | (value >> 6) : 0xe0 | (value >> 12));
    if (value >= 0x800) text += static_cast<char>(0x80 | ((value >> 6) & 0x3f));
    text += static_cast<char>(0x80 | (value & 0x3f));
    for (const char c : to_ascii(text)) {
      if (c < 0x20 || c > 0x7e) FAIL("U+" << std::hex << value << " gives " << to_ascii(text));
    }
  }
  SUCCEED();
}

TEST_CASE("well-formed UTF-8 is told from other bytes") {
  CHECK(is_valid_utf8(""));
  CHECK(is_valid_utf8("分散 \U0010ffff"));
  CHECK_FALSE(is_valid_utf8("\x80"));
  CHECK_FALSE(is_valid_utf8("\xe2\x82"));
  CHECK_FALSE(is_valid_utf8("\xed\xbf\xbf"));
}
