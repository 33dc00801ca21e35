#include "content/split.hpp"

#include <array>
#include <cstring>
#include <fmt/format.h>

namespace content {
namespace {

constexpr std::size_t faults_max = 100;

/// The brackets that are open inside an element; beyond depth_max they are only counted.
class OpenBrackets {
 public:
  void open(char bracket) {
    if (depth_ < depth_max) kinds_[depth_] = bracket;
    if (++depth_ > depth_max) too_deep_ = true;
  }

  /// False when nothing that `bracket` could close is open.
  bool close(char bracket) {
    if (depth_ > depth_max) {
      --depth_;
      return true;
    }
    const char wanted = bracket == '}' ? '{' : '[';
    for (std::size_t depth = depth_; depth > 0; --depth) {
      if (kinds_[depth - 1] != wanted) continue;
      depth_ = depth - 1;
      return true;
    }
    return false;
  }

  bool empty() const { return depth_ == 0; }
  bool too_deep() const { return too_deep_; }

 private:
  std::array<char, depth_max> kinds_{};
  std::size_t depth_ = 0;
  bool too_deep_ = false;
};

class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text) {}

  SplitResult run() {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    skip_blank();
    if (done()) {
      fault("is empty; a list of items in [ ] is expected");
    } else if (text_[at_] != '[') {
      fault(text_[at_] == '{' ? "must be a list of items in [ ], is a single object"
                              : "must be a list of items in [ ]");
    } else {
      ++at_;
      elements();
    }
    return std::move(result_);
  }

 private:
  bool done() const { return at_ >= text_.size(); }
  void fault(std::string message) {
    if (result_.faults.size() < faults_max) result_.faults.push_back({line_, std::move(message)});
  }

  void elements() {
    bool after_comma = false;
    bool after_element = false;
    for (;;) {
      skip_blank();
      if (done()) return fault("the list is not closed: the last ] is missing");
      const char c = text_[at_];
      if (c == ']') {
        if (after_comma) fault("a comma stands before the closing ]");
        ++at_;
        return rest();
      }
      if (c == ',') {
        if (!after_element) fault("a comma stands where an item is expected");
        after_comma = true;
        after_element = false;
        ++at_;
        continue;
      }
      if (c == '}') {
        fault("a } closes nothing");
        ++at_;
        continue;
      }
      if (after_element) fault("a comma is missing between two items");
      if (result_.elements.size() == elements_per_file_max) {
        return fault(
            fmt::format("has more than {} items; the rest is not read", elements_per_file_max));
      }
      if (!element()) return;
      after_comma = false;
      after_element = true;
    }
  }

  bool element() {
    const std::size_t begin = at_;
    const std::size_t line = line_;
    OpenBrackets open;
    bool closed = false;
    while (!done() && !closed) {
      const char c = text_[at_];
      if (c == '"') {
        skip_string();
        continue;
      }
      const bool closes = c == ']' || c == '}';
      if (open.empty() && (c == ',' || closes)) break;
      if (c == '\n') ++line_;
      if (c == '{' || c == '[') open.open(c);
      if (closes) {
        // A ] that nothing in the element waits for ends the list: the element was left open.
        if (!open.close(c) && c == ']') break;
        closed = open.empty();
      }
      ++at_;
    }
    if (done() && !closed) {
      line_ = line;
      fault("the file ends inside this item: a bracket or a quotation mark is not closed");
      return false;
    }
    result_.elements.push_back({text_.substr(begin, at_ - begin), line, open.too_deep()});
    return true;
  }

  /// Past the closing quotation mark, or to the end of the line where there is none.
  void skip_string() {
    const char* const end = text_.data() + text_.size();
    const char* p = text_.data() + at_ + 1;
    // Where the next mark stands is kept from one backslash to the next: looking for it anew each
    // time would make a long run of backslashes cost its square.
    const char* stop = nullptr;
    for (;;) {
      if (stop == nullptr || stop < p) {
        stop = p;
        const auto left = static_cast<std::size_t>(end - p);
        const auto* quote = static_cast<const char*>(std::memchr(p, '"', left));
        const auto span = quote != nullptr ? static_cast<std::size_t>(quote - p) : left;
        const auto* newline = static_cast<const char*>(std::memchr(p, '\n', span));
        stop = newline != nullptr ? newline : p + span;
      }
      const auto* backslash =
          static_cast<const char*>(std::memchr(p, '\\', static_cast<std::size_t>(stop - p)));
      if (backslash == nullptr) break;
      if (end - backslash <= 2) {
        stop = end;
        break;
      }
      p = backslash + 2;
      if (backslash[1] == '\n') {
        stop = backslash + 1;
        break;
      }
    }
    at_ = static_cast<std::size_t>(stop - text_.data());
    if (!done() && text_[at_] == '"') ++at_;
  }

  void skip_blank() {
    while (!done()) {
      const char c = text_[at_];
      if (c == '\n') ++line_;
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        ++at_;
      } else if (c == '/') {
        skip_comment();
      } else {
        return;
      }
    }
  }

  void skip_comment() {
    fault("JSON has no comments");
    const bool block = text_.substr(at_).starts_with("/*");
    const std::size_t end = block ? text_.find("*/", at_ + 2) : text_.find('\n', at_);
    const std::size_t stop =
        end == std::string_view::npos ? text_.size() : end + (block ? std::size_t{2} : 0);
    for (; at_ < stop; ++at_) line_ += text_[at_] == '\n' ? 1 : 0;
  }

  void rest() {
    skip_blank();
    if (!done()) fault("text follows the end of the list; it is not read");
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  SplitResult result_;
};

}  // namespace

SplitResult split_array(std::string_view text) {
  return Splitter(text).run();
}

}  // namespace content
