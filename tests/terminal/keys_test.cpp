#include "terminal/keys.hpp"

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "catch.hpp"
#include "terminal/text.hpp"

using terminal::Key;
using terminal::KeyDecoder;
using Kind = terminal::Key::Kind;

namespace {

std::vector<Key> keys_of(KeyDecoder& decoder, std::string_view bytes) {
  std::vector<Key> keys;
  for (const char byte : bytes) {
    if (auto key = decoder.feed(byte)) keys.push_back(*key);
  }
  return keys;
}

std::vector<Key> keys_of(std::string_view bytes) {
  KeyDecoder decoder;
  std::vector<Key> keys = keys_of(decoder, bytes);
  CHECK_FALSE(decoder.is_waiting());
  return keys;
}

Key text(std::string_view character) {
  return {.kind = Kind::text, .text = std::string(character)};
}

using Keys = std::vector<Key>;

}  // namespace

TEST_CASE("a character of several bytes is one key") {
  CHECK(keys_of("aé散🙂") == Keys{text("a"), text("é"), text("散"), text("🙂")});
}

TEST_CASE("broken UTF-8 is dropped and takes no other key along") {
  KeyDecoder decoder;
  CHECK(keys_of(decoder, "\xe6q") == Keys{text("q")});
  CHECK(keys_of(decoder, "\xff") == Keys{{.kind = Kind::other}});
  CHECK(keys_of(decoder, "\xed\xa0\x80") == Keys{{.kind = Kind::other}});
  CHECK(keys_of(decoder, "x") == Keys{text("x")});
}

TEST_CASE("named control keys are told apart") {
  CHECK(keys_of("\r\n\t\x7f\b\x03\x04") == Keys{{.kind = Kind::enter},
                                                {.kind = Kind::enter},
                                                {.kind = Kind::tab},
                                                {.kind = Kind::backspace},
                                                {.kind = Kind::backspace},
                                                {.kind = Kind::interrupt},
                                                {.kind = Kind::end}});
  CHECK(keys_of("\x12") == Keys{{.kind = Kind::control, .text = "\x12"}});
}

TEST_CASE("sequences of cursor and function keys are taken whole") {
  CHECK(keys_of("\x1b[A\x1bOB\x1b[1;5C\x1b[1;3D\x1b[H\x1b[4~\x1b[3~") ==
        Keys{{.kind = Kind::up},
             {.kind = Kind::down},
             {.kind = Kind::word_right},
             {.kind = Kind::word_left},
             {.kind = Kind::line_begin},
             {.kind = Kind::line_end},
             {.kind = Kind::delete_forward}});
  for (const std::string sequence :
       {"\x1b[15~", "\x1bOP", "\x1b[[A", "\x1b[1;2R", "\x1b[?1;2c", "\x1b]11;rgb:0/0/0\a",
        "\x1b]11;rgb:0/0/0\x1b\\", "\x1bP1$r0m\x1b\\", "\x1b[200~", "\x1b[201~"}) {
    KeyDecoder decoder;
    for (const Key& key : keys_of(decoder, sequence)) CHECK(key.kind == Kind::other);
    decoder.give_up();
    CHECK(keys_of(decoder, "x") == Keys{text("x")});
  }
}

TEST_CASE("a lone Escape waits, and is dropped when nothing follows") {
  KeyDecoder decoder;
  CHECK(keys_of(decoder, "\x1b").empty());
  CHECK(decoder.is_waiting());
  decoder.give_up();
  CHECK_FALSE(decoder.is_waiting());
  CHECK(keys_of(decoder, "b") == Keys{text("b")});
}

TEST_CASE("Alt with a key is neither Escape nor the key") {
  CHECK(keys_of("\x1b"
                "b") == Keys{{.kind = Kind::meta, .text = "b"}});
}

TEST_CASE("Ctrl-C gets through from the middle of a sequence") {
  KeyDecoder decoder;
  CHECK(keys_of(decoder, "\x1b[12\x03") == Keys{{.kind = Kind::interrupt}});
  CHECK(keys_of(decoder, "\x1b[200~abc\x03").back().kind == Kind::interrupt);
  CHECK_FALSE(decoder.is_waiting());
}

TEST_CASE("what is pasted between marks is told from what is typed") {
  CHECK(keys_of("\x1b[200~a\né\x01\x1b[201~b") == Keys{{.kind = Kind::pasted, .text = "a"},
                                                       {.kind = Kind::pasted, .text = " "},
                                                       {.kind = Kind::pasted, .text = "é"},
                                                       text("b")});
}

TEST_CASE("random bytes never make a key that is not one valid character") {
  std::mt19937 random(7);
  KeyDecoder decoder;
  for (int i = 0; i < 200'000; ++i) {
    const auto key = decoder.feed(static_cast<char>(random() & 0xff));
    if (!key) continue;
    if (!terminal::is_valid_utf8(key->text) || key->text.size() > 4) FAIL("byte " << i);
  }
  SUCCEED();
}
