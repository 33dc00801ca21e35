#include "terminal/keys.hpp"

#include <utility>

#include "terminal/text.hpp"
#include "terminal/utf8.hpp"

namespace terminal {
namespace {

constexpr unsigned char escape = 0x1b;
constexpr std::size_t parameters_max = 32;

bool is_control(unsigned char byte) {
  return byte < 0x20 || byte == 0x7f;
}

Key::Kind arrow(char last) {
  switch (last) {
    case 'A':
      return Key::Kind::up;
    case 'B':
      return Key::Kind::down;
    case 'C':
      return Key::Kind::right;
    case 'D':
      return Key::Kind::left;
    case 'H':
      return Key::Kind::line_begin;
    case 'F':
      return Key::Kind::line_end;
    default:
      return Key::Kind::other;
  }
}

}  // namespace

void KeyDecoder::give_up() {
  state_ = State::start;
  in_paste_ = false;
  pending_.clear();
}

std::optional<Key> KeyDecoder::finish(Key::Kind kind, std::string text) {
  state_ = State::start;
  pending_.clear();
  if (in_paste_) {
    if (kind == Key::Kind::enter || kind == Key::Kind::tab) text = " ";
    if (text.empty() || is_control(static_cast<unsigned char>(text[0]))) return std::nullopt;
    kind = Key::Kind::pasted;
  }
  return Key{.kind = kind, .text = std::move(text)};
}

std::optional<Key> KeyDecoder::feed(char byte) {
  const auto value = static_cast<unsigned char>(byte);
  switch (state_) {
    case State::start:
      return begin(value);
    case State::utf8:
      if ((value & 0xc0) != 0x80) return begin(value);
      pending_ += byte;
      if (pending_.size() < expected_) return std::nullopt;
      if (!is_valid_utf8(pending_)) return finish(Key::Kind::other);
      return finish(Key::Kind::text, std::exchange(pending_, {}));
    case State::escape:
      return feed_escape(value);
    case State::csi:
      return feed_csi(value);
    case State::linux_function:
      return finish(Key::Kind::other);
    case State::ss3:
      if (is_control(value)) return begin(value);
      return finish(arrow(byte));
    case State::string:
      if (byte == '\a') return finish(Key::Kind::other);
      if (value == escape) state_ = State::string_escape;
      return std::nullopt;
    case State::string_escape:
      if (byte == '\\') return finish(Key::Kind::other);
      return feed_escape(value);
  }
  return std::nullopt;
}

std::optional<Key> KeyDecoder::begin(unsigned char byte) {
  state_ = State::start;
  pending_.clear();
  switch (byte) {
    case escape:
      state_ = State::escape;
      return std::nullopt;
    case '\r':
    case '\n':
      return finish(Key::Kind::enter);
    case '\t':
      return finish(Key::Kind::tab);
    case 0x03:
      in_paste_ = false;
      return finish(Key::Kind::interrupt);
    case 0x04:
      return finish(Key::Kind::end);
    case 0x08:
    case 0x7f:
      return finish(Key::Kind::backspace);
    default:
      break;
  }
  const std::string text(1, static_cast<char>(byte));
  if (byte < 0x20) return finish(Key::Kind::control, text);
  expected_ = utf8_length(byte);
  if (expected_ == 1) return finish(Key::Kind::text, text);
  if (expected_ == 0) return finish(Key::Kind::other);
  state_ = State::utf8;
  pending_ = text;
  return std::nullopt;
}

std::optional<Key> KeyDecoder::feed_escape(unsigned char byte) {
  switch (byte) {
    case '[':
      state_ = State::csi;
      pending_.clear();
      return std::nullopt;
    case 'O':
      state_ = State::ss3;
      return std::nullopt;
    case ']':
    case 'P':
    case '_':
    case '^':
      state_ = State::string;
      return std::nullopt;
    case escape:
      state_ = State::escape;
      return std::nullopt;
    case 0x7f:
      return finish(Key::Kind::meta, "\x7f");
    default:
      if (byte < 0x20 || byte >= 0x80) return begin(byte);
      return finish(Key::Kind::meta, std::string(1, static_cast<char>(byte)));
  }
}

std::optional<Key> KeyDecoder::feed_csi(unsigned char byte) {
  if (byte < 0x20 || byte >= 0x7f) return begin(byte);
  if (byte < 0x40) {
    if (pending_.size() < parameters_max) pending_ += static_cast<char>(byte);
    return std::nullopt;
  }
  if (byte == '[' && pending_.empty()) {
    state_ = State::linux_function;
    return std::nullopt;
  }
  if (byte == '~' && (pending_ == "200" || pending_ == "201")) {
    const bool begins = pending_ == "200";
    give_up();
    in_paste_ = begins;
    return std::nullopt;
  }
  return finish(csi_key(static_cast<char>(byte)));
}

Key::Kind KeyDecoder::csi_key(char last) const {
  if (last == '~') {
    if (pending_ == "1" || pending_ == "7") return Key::Kind::line_begin;
    if (pending_ == "4" || pending_ == "8") return Key::Kind::line_end;
    return pending_ == "3" ? Key::Kind::delete_forward : Key::Kind::other;
  }
  // 3, 5: with Alt, with Ctrl.
  const bool by_word = pending_ == "1;3" || pending_ == "1;5";
  if (by_word && last == 'C') return Key::Kind::word_right;
  if (by_word && last == 'D') return Key::Kind::word_left;
  return arrow(last);
}

}  // namespace terminal
