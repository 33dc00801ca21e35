#include "grader/compiler_messages.hpp"

#include <algorithm>
#include <optional>

#include "base/ascii.hpp"

namespace grader {
namespace {

constexpr std::size_t errors_max = 3;
constexpr std::size_t lines_max = 18;
constexpr std::size_t line_bytes_max = 200;
constexpr std::string_view marker = "nines: ";

/// "FILE:12:5: error: words", cut up.
struct Located {
  std::string_view file;
  std::string_view position;  ///< "12:5"
  std::string_view rest;      ///< "error: words"
};

/// Looks from the right end of the numbers, for a file's name may hold colons and spaces.
std::optional<Located> locate(std::string_view line, std::string_view mark) {
  const auto at = line.find(mark);
  if (at == std::string_view::npos || at == 0) return std::nullopt;
  std::size_t begin = at;
  int numbers = 0;
  while (numbers < 2) {
    std::size_t digit = begin;
    while (digit > 0 && base::is_digit(line[digit - 1])) --digit;
    if (digit == begin || digit == 0 || line[digit - 1] != ':') break;
    begin = digit - 1;
    ++numbers;
  }
  if (numbers == 0) return std::nullopt;
  return Located{line.substr(0, begin), line.substr(begin + 1, at - begin - 1),
                 line.substr(at + 2)};
}

std::optional<Located> as_error(std::string_view line) {
  if (auto found = locate(line, ": error: ")) return found;
  return locate(line, ": fatal error: ");
}

bool begins_something(std::string_view line) {
  return line.find(": error: ") != std::string_view::npos ||
         line.find(": fatal error: ") != std::string_view::npos ||
         line.find(": warning: ") != std::string_view::npos ||
         line.find(": note: ") != std::string_view::npos || line.ends_with(':') ||
         line.starts_with("In file included from") || line.starts_with("compilation terminated") ||
         line.find(" errors generated") != std::string_view::npos ||
         line.find(" error generated") != std::string_view::npos ||
         line.find("required from") != std::string_view::npos;
}

class Cleaner {
 public:
  explicit Cleaner(const std::vector<OwnFile>& own_files) : own_files_(own_files) {}

  void line(std::string_view line) {
    if (const auto error = as_error(line)) {
      is_copying_ = false;
      take_error(*error);
    } else if (const auto from = locate(line, ":   required from ")) {
      remember(*from);
    } else if (const auto in = locate(line, ": note: in instantiation")) {
      // Clang says where from only after the error.
      remember(*in);
      flush_foreign();
    } else if (line.find("undefined reference to") != std::string_view::npos ||
               line.find("undefined symbol") != std::string_view::npos ||
               line.find("multiple definition of") != std::string_view::npos) {
      take_link_error(line);
    } else if (begins_something(line)) {
      is_copying_ = false;
    } else if (is_copying_) {
      add(line);
    }
  }

  CompilerMessages finish() {
    flush_foreign();
    CompilerMessages found;
    found.errors = std::move(text_);
    if (!has_own_errors_) found.misfit = std::move(misfit_);
    if (!found.misfit.empty()) found.errors.clear();
    return found;
  }

 private:
  const OwnFile* own(std::string_view file) const {
    for (const OwnFile& candidate : own_files_) {
      if (file == candidate.seen || file.ends_with("/" + candidate.seen)) return &candidate;
    }
    return nullptr;
  }

  void take_error(const Located& error) {
    flush_foreign();
    if (take_misfit(error)) return;
    if (const OwnFile* file = own(error.file)) {
      has_own_errors_ = true;
      if (++count_ > errors_max) return;
      add(file->shown + ':' + std::string(error.position) + ": " + std::string(error.rest));
      is_copying_ = true;
    } else if (!from_.empty()) {
      foreign_ = std::string(error.rest);
      flush_foreign();
    } else {
      foreign_ = std::string(error.rest);
    }
  }

  bool take_misfit(const Located& error) {
    std::string_view sentence;
    if (error.file.starts_with(marker)) {
      sentence = error.file.substr(marker.size());
    } else if (error.rest.find("assert") != std::string_view::npos && own(error.file) == nullptr) {
      const auto at = error.rest.rfind(marker);
      if (at == std::string_view::npos) return false;
      sentence = error.rest.substr(at + marker.size());
      if (sentence.ends_with('"')) sentence.remove_suffix(1);
    } else {
      return false;
    }
    if (misfit_.empty()) misfit_ = sentence;
    from_.clear();
    return true;
  }

  void take_link_error(std::string_view line) {
    std::string_view what = line;
    for (const std::string_view words :
         {"undefined reference", "undefined symbol", "multiple definition"}) {
      if (const auto at = line.rfind(words); at != std::string_view::npos) what = line.substr(at);
    }
    what = what.substr(0, what.find("; "));
    if (link_error_ == what || ++count_ > errors_max) return;
    link_error_ = what;
    add("link: " + link_error_);
  }

  void remember(const Located& from) {
    if (const OwnFile* file = own(from.file)) {
      from_ = file->shown + ':' + std::string(from.position);
    }
  }

  /// An error in a header of the system, told where the author's code leads to it.
  void flush_foreign() {
    if (foreign_.empty() || from_.empty()) {
      foreign_.clear();
      return;
    }
    has_own_errors_ = true;
    if (++count_ <= errors_max) add(from_ + ": " + foreign_);
    foreign_.clear();
    from_.clear();
  }

  void add(std::string_view line) {
    if (++lines_ > lines_max) return;
    if (!text_.empty()) text_ += '\n';
    text_ += line.substr(0, line_bytes_max);
  }

  const std::vector<OwnFile>& own_files_;
  std::string text_;
  std::string misfit_;
  std::string foreign_;
  std::string from_;
  std::string link_error_;
  std::size_t count_ = 0;
  std::size_t lines_ = 0;
  bool is_copying_ = false;
  bool has_own_errors_ = false;
};

}  // namespace

CompilerMessages clean_messages(std::string_view output, const std::vector<OwnFile>& own_files) {
  Cleaner cleaner(own_files);
  while (!output.empty()) {
    const auto end = std::min(output.find('\n'), output.size());
    std::string_view line = output.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    cleaner.line(line);
    output.remove_prefix(std::min(end + 1, output.size()));
  }
  return cleaner.finish();
}

}  // namespace grader
