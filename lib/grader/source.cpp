#include "grader/source.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <set>
#include <sstream>
#include <string_view>
#include <system_error>

#include "base/error.hpp"
#include "base/random.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t neighbours_max = 64;
constexpr std::size_t namespaces_max = 16;

/// As they stand in a source. The last is how inline assembly asks the kernel.
constexpr std::array<std::string_view, 6> other_clocks{
    "timerfd_create", "setitimer", "timer_create", "rdtsc", "cntvct_el0", "\"syscall"};

std::string read_text(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) throw base::Error("there is no file " + path.string());
  if (!fs::is_regular_file(status)) throw base::Error(path.string() + " is not a file");
  if (fs::file_size(path, error) > source_bytes_max) {
    throw base::Error(path.string() + " is larger than 1 MiB: that is not a submission");
  }
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream) throw base::Error("cannot read " + path.string());
  return text.str();
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\f\v");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\f\v") - first + 1);
}

std::string_view first_word(std::string_view text) {
  const auto end = std::find_if_not(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
           c == ':';
  });
  return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

/// A header's name holds nothing that could mean something else where it is written again.
bool is_plain_header(std::string_view name) {
  return !name.empty() && name.find_first_not_of(
                              "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVW"
                              "XYZ0123456789_+-./") == std::string_view::npos;
}

/// The compiler gets to see what lies beside a submission or below: a submission that names another
/// file, or a link that leads to one, must not be shown what is the user's alone.
bool is_within(const fs::path& path, const fs::path& folder) {
  return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first ==
         folder.end();
}

class Scan {
 public:
  explicit Scan(Source& source) : source_(source) {}

  /// Line by line, without a preprocessor: what it finds in comments or in branches that are not
  /// taken is harmless, a header too many at most.
  void text(std::string_view text, const fs::path& folder) {
    for (const std::string_view clock : other_clocks)
      if (source_.other_clock.empty() && text.find(clock) != std::string_view::npos)
        source_.other_clock = clock.substr(clock.front() == '"' ? 1 : 0);
    std::string_view guard;
    while (!text.empty()) {
      const auto end = std::min(text.find('\n'), text.size());
      const std::string_view line = trimmed(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
      if (line.starts_with('#')) {
        directive(trimmed(line.substr(1)), folder, guard);
      } else if (line.starts_with("namespace ") || line.starts_with("inline namespace ")) {
        open_namespace(trimmed(line.substr(line.find("namespace ") + 10)));
      }
    }
  }

 private:
  void directive(std::string_view line, const fs::path& folder, std::string_view& guard) {
    const auto rest = [&line](std::string_view word) { return trimmed(line.substr(word.size())); };
    if (line.starts_with("ifndef ")) {
      guard = first_word(rest("ifndef"));
    } else if (line.starts_with("define ")) {
      if (first_word(rest("define")) != guard) defines_ = true;
    } else if (line.starts_with("include")) {
      include(rest("include"), folder);
    }
  }

  void include(std::string_view what, const fs::path& folder) {
    if (what.size() < 3) return;
    const auto end = what.find(what.front() == '<' ? '>' : '"', 1);
    if (end == std::string_view::npos) return;
    const std::string name(what.substr(1, end - 1));
    if (what.front() == '<') {
      source_.configures_headers = source_.configures_headers || defines_;
      auto& headers = source_.system_headers;
      if (is_plain_header(name) &&
          std::find(headers.begin(), headers.end(), name) == headers.end()) {
        headers.push_back(name);
      }
    } else if (what.front() == '"') {
      neighbour(folder / name, name);
    }
  }

  void neighbour(const fs::path& path, const std::string& name) {
    std::error_code error;
    const fs::path canonical = fs::canonical(path, error);
    if (error || !fs::is_regular_file(canonical, error)) return;
    if (!is_within(canonical, source_.path.parent_path())) return leave_out(name);
    if (canonical == source_.path || !seen_.insert(canonical).second) return;
    if (seen_.size() > neighbours_max) {
      throw base::Error(source_.path.string() + " includes more than " +
                        std::to_string(neighbours_max) + " files of its own");
    }
    const std::string text = read_text(canonical);
    source_.neighbours.push_back(canonical);
    source_.neighbours_hash = base::fnv1a(canonical.native(), source_.neighbours_hash);
    source_.neighbours_hash = base::fnv1a(text, source_.neighbours_hash);
    this->text(text, canonical.parent_path());
  }

  void leave_out(const std::string& name) {
    auto& outside = source_.outside;
    if (std::find(outside.begin(), outside.end(), name) != outside.end()) return;
    outside.push_back(name);
    source_.neighbours_hash = base::fnv1a(name, source_.neighbours_hash);
  }

  void open_namespace(std::string_view rest) {
    const std::string name(first_word(rest));
    auto& found = source_.namespaces;
    if (name.empty() || name.front() == ':' || name.ends_with(':') || name == "std" ||
        name.starts_with("std::") || found.size() >= namespaces_max) {
      return;
    }
    if (std::find(found.begin(), found.end(), name) == found.end()) found.push_back(name);
  }

  Source& source_;
  std::set<fs::path> seen_;
  bool defines_ = false;
};

}  // namespace

Source read_source(const fs::path& path) {
  Source source;
  source.text = read_text(path);
  if (source.text.find('\0') != std::string::npos) {
    throw base::Error(path.string() + " is not a text file");
  }
  source.path = fs::canonical(path);
  Scan(source).text(source.text, source.path.parent_path());
  std::sort(source.neighbours.begin(), source.neighbours.end());
  std::sort(source.system_headers.begin(), source.system_headers.end());
  return source;
}

}  // namespace grader
