#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace content {

/// Reads JSON text from front to back, in one pass and without building a value. It knows less
/// than JSON: whatever it does not expect makes it fail, for good, and then nothing it returned
/// counts. What it does accept is valid JSON in UTF-8 without forbidden characters.
class QuickReader {
 public:
  explicit QuickReader(std::string_view text) : text_(text) {}

  bool failed() const { return failed_; }
  /// Fails unless nothing but blanks is left.
  void expect_end();
  /// Takes `c`, which may have blanks before it, if it comes next.
  bool accept(char c);
  /// Whether `c` comes next; leaves it there.
  bool comes(char c);
  void expect(char c) {
    if (!accept(c)) failed_ = true;
  }
  void fail() { failed_ = true; }

  /// A text of 1 to `bytes_max` bytes.
  std::string text(std::size_t bytes_max);
  bool boolean();
  double decimal();              ///< digits, a point and digits, up to 17 of them; nothing else
  int number(int min, int max);  ///< whole, of digits alone; 0 <= min, max < 100,000

  /// Calls `read_field(name)` for every field of an object.
  template <typename ReadField>
  void object(ReadField read_field) {
    expect('{');
    do {
      const std::string field = text(field_bytes_max);
      expect(':');
      if (failed_) return;
      read_field(std::string_view(field));
      if (failed_) return;
    } while (accept(','));
    expect('}');
  }

  /// Calls `read_element()` for every element of an array of `count_min` to `count_max`.
  template <typename ReadElement>
  void array(std::size_t count_min, std::size_t count_max, ReadElement read_element) {
    expect('[');
    std::size_t count = 0;
    if (accept(']')) {
      if (count < count_min) failed_ = true;
      return;
    }
    do {
      if (++count > count_max) failed_ = true;
      if (failed_) return;
      read_element();
      if (failed_) return;
    } while (accept(','));
    if (count < count_min) failed_ = true;
    expect(']');
  }

 private:
  static constexpr std::size_t field_bytes_max = 20;

  void skip_blank();
  void escape(std::string& out);

  std::string_view text_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

}  // namespace content
