#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace terminal {

struct Key {
  enum class Kind {
    text,     ///< one character, in `text` as UTF-8
    control,  ///< a control byte that is none of the named ones, in `text`
    meta,     ///< Alt with the character in `text`
    pasted,   ///< a character between the marks of a bracketed paste
    enter,
    tab,
    backspace,
    interrupt,  ///< Ctrl-C, where the terminal does not make a signal of it
    end,        ///< Ctrl-D
    up,
    down,
    left,
    right,
    word_left,
    word_right,
    line_begin,
    line_end,
    delete_forward,
    other,  ///< a complete sequence without a meaning here
  };
  Kind kind = Kind::other;
  std::string text = {};
  bool operator==(const Key&) const = default;
};

/// Longer than a terminal takes between the bytes of one key, shorter than a person between keys.
constexpr int key_timeout_ms = 100;

/// Makes keys of the bytes that a terminal sends, one at a time. Escape sequences are taken whole,
/// also those it does not know and the answers of a terminal to queries; broken UTF-8 is dropped.
class KeyDecoder {
 public:
  std::optional<Key> feed(char byte);

  /// A key has begun: if no byte follows within key_timeout_ms, call give_up().
  bool is_waiting() const { return state_ != State::start || in_paste_; }
  /// Drops what has begun, such as a lone Escape.
  void give_up();

 private:
  enum class State { start, utf8, escape, csi, linux_function, ss3, string, string_escape };

  std::optional<Key> begin(unsigned char byte);
  std::optional<Key> feed_escape(unsigned char byte);
  std::optional<Key> feed_csi(unsigned char byte);
  std::optional<Key> finish(Key::Kind kind, std::string text = {});
  Key::Kind csi_key(char last) const;

  State state_ = State::start;
  bool in_paste_ = false;
  std::size_t expected_ = 0;  ///< bytes of the UTF-8 character in `pending_`
  std::string pending_;       ///< its bytes so far, or the parameters of a sequence
};

}  // namespace terminal
