#include "content/quick_reader.hpp"

#include <array>
#include <charconv>

#include "content/text_check.hpp"

namespace content {
namespace {

/// True for the bytes that stand for themselves: ASCII without controls, quotation mark, backslash.
constexpr std::array<bool, 256> make_plain() {
  std::array<bool, 256> plain{};
  for (std::size_t i = 0x20; i < 0x7F; ++i) plain[i] = i != '"' && i != '\\';
  return plain;
}
constexpr std::array<bool, 256> plain = make_plain();

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

void QuickReader::skip_blank() {
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c != ' ' && c != '\n' && c != '\t' && c != '\r') return;
    ++at_;
  }
}

void QuickReader::expect_end() {
  skip_blank();
  if (at_ != text_.size()) failed_ = true;
}

bool QuickReader::comes(char c) {
  if (failed_) return false;
  skip_blank();
  return at_ < text_.size() && text_[at_] == c;
}

bool QuickReader::accept(char c) {
  if (!comes(c)) return false;
  ++at_;
  return true;
}

std::string QuickReader::text(std::size_t bytes_max) {
  std::string out;
  expect('"');
  while (!failed_) {
    const std::size_t begin = at_;
    while (at_ < text_.size() && plain[static_cast<unsigned char>(text_[at_])]) ++at_;
    out.append(text_, begin, at_ - begin);
    if (at_ >= text_.size() || out.size() > bytes_max) break;
    const char c = text_[at_];
    if (c == '"') {
      ++at_;
      if (out.empty()) break;
      return out;
    }
    if (c == '\\') {
      escape(out);
      continue;
    }
    const Utf8Step step = utf8_step(text_.substr(at_));
    if (step.bytes == 0 || is_forbidden(step.code_point) || step.code_point < 0x80) break;
    out.append(text_, at_, step.bytes);
    at_ += step.bytes;
  }
  failed_ = true;
  return {};
}

void QuickReader::escape(std::string& out) {
  if (at_ + 1 >= text_.size()) return fail();
  const char kind = text_[at_ + 1];
  at_ += 2;
  switch (kind) {
    case '"':
    case '\\':
    case '/':
      out += kind;
      return;
    case 'n':
      out += '\n';
      return;
    case 't':
      out += '\t';
      return;
    case 'u':
      break;
    default:
      return fail();
  }
  if (at_ + 4 > text_.size()) return fail();
  char32_t code_point = 0;
  for (int i = 0; i < 4; ++i) {
    const int digit = hex_digit(text_[at_++]);
    if (digit < 0) return fail();
    code_point = code_point * 16 + static_cast<char32_t>(digit);
  }
  // Surrogate pairs are left to the full reader.
  if ((code_point >= 0xD800 && code_point <= 0xDFFF) || is_forbidden(code_point)) return fail();
  append_utf8(out, code_point);
}

bool QuickReader::boolean() {
  skip_blank();
  const std::string_view left = failed_ ? std::string_view{} : text_.substr(at_);
  if (left.starts_with("true")) {
    at_ += 4;
    return true;
  }
  if (left.starts_with("false")) {
    at_ += 5;
  } else {
    failed_ = true;
  }
  return false;
}

double QuickReader::decimal() {
  constexpr std::size_t digits_max = 17;
  const int whole = number(0, 99'999);
  if (failed_ || at_ >= text_.size() || text_[at_] != '.') {
    failed_ = true;
    return 0;
  }
  const std::size_t begin = ++at_;
  while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') ++at_;
  if (at_ == begin || at_ - begin > digits_max) {
    failed_ = true;
    return 0;
  }
  // The nearest number to what is written, as the full reader has it.
  const std::string written =
      std::to_string(whole) + '.' + std::string(text_.substr(begin, at_ - begin));
  double value = 0;
  std::from_chars(written.data(), written.data() + written.size(), value);
  return value;
}

int QuickReader::number(int min, int max) {
  constexpr std::size_t digits_max = 5;
  skip_blank();
  const std::string_view digits = failed_ ? std::string_view{} : text_.substr(at_, digits_max);
  int value = 0;
  std::size_t count = 0;
  for (; count < digits.size() && digits[count] >= '0' && digits[count] <= '9'; ++count)
    value = value * 10 + (digits[count] - '0');
  at_ += count;
  // One more digit, a point or an exponent is not what any caller expects next, so it fails there.
  const bool is_number = count == 1 || (count > 1 && digits.front() != '0');
  if (!is_number || value < min || value > max) failed_ = true;
  return failed_ ? 0 : value;
}

}  // namespace content
