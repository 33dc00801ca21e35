#include "layout.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <fstream>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string_view>

namespace layout {
namespace {

namespace fs = std::filesystem;

struct Include {
  std::string name;
  bool quoted = false;
};

struct Source {
  std::string path;    ///< from the tree's root: "lib/base/clock.cpp"
  std::string folder;  ///< "base"
  std::string code;    ///< without comments
  std::vector<Include> includes;
};

std::string read(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream) throw std::runtime_error("cannot read " + file.string());
  return text.str();
}

/// Blanks comments and the contents of string literals. Raw strings that hold a quote are beyond
/// it, which can only cost a call or comment that is misread.
std::string code_of(const std::string& text) {
  std::string code;
  for (std::size_t i = 0; i < text.size();) {
    if (text.compare(i, 2, "//") == 0) {
      i = std::min(text.find('\n', i), text.size());
    } else if (text.compare(i, 2, "/*") == 0) {
      const auto end = text.find("*/", i + 2);
      i = end == std::string::npos ? text.size() : end + 2;
      code += ' ';
    } else if (text[i] == '"') {
      const bool include = code.ends_with("include ") || code.ends_with("include");
      code += '"';
      for (++i; i < text.size() && text[i] != '"' && text[i] != '\n'; ++i) {
        if (include) code += text[i];
        if (text[i] == '\\') ++i;
      }
      if (i < text.size()) code += text[i++];
    } else {
      code += text[i++];
    }
  }
  return code;
}

std::vector<Include> includes_of(const std::string& code) {
  std::vector<Include> includes;
  std::istringstream lines(code);
  for (std::string line; std::getline(lines, line);) {
    std::erase_if(line, [](char c) { return c == ' ' || c == '\t'; });
    if (!line.starts_with("#include\"") && !line.starts_with("#include<")) continue;
    const bool quoted = line[8] == '"';
    const auto end = line.find(quoted ? '"' : '>', 9);
    if (end != std::string::npos) includes.push_back({line.substr(9, end - 9), quoted});
  }
  return includes;
}

bool in_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// A member of something else that has the same name is not meant.
bool calls(const std::string& code, const std::string& function) {
  for (auto at = code.find(function); at != std::string::npos; at = code.find(function, at + 1)) {
    const char before = at == 0 ? ' ' : code[at - 1];
    const auto after = code.find_first_not_of(" \t\n", at + function.size());
    if (!in_word(before) && before != '.' && before != '>' && after != std::string::npos &&
        code[after] == '(') {
      return true;
    }
  }
  return false;
}

/// The X of every nines::X in a CMake file, without its comments.
std::vector<std::string> links_of(const std::string& list) {
  constexpr std::string_view prefix = "nines::";
  std::vector<std::string> links;
  std::istringstream lines(list);
  for (std::string line; std::getline(lines, line);) {
    line.resize(std::min(line.find('#'), line.size()));
    for (auto at = line.find(prefix); at != std::string::npos; at = line.find(prefix, at)) {
      at += prefix.size();
      const auto end =
          std::find_if_not(line.begin() + static_cast<std::ptrdiff_t>(at), line.end(), in_word);
      links.emplace_back(line.begin() + static_cast<std::ptrdiff_t>(at), end);
    }
  }
  return links;
}

std::vector<Source> sources_of(const fs::path& tree) {
  std::vector<Source> sources;
  for (const char* top : {"lib", "apps"}) {
    if (!fs::exists(tree / top)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(tree / top)) {
      const auto extension = entry.path().extension();
      if (!entry.is_regular_file() || (extension != ".cpp" && extension != ".hpp")) continue;
      const auto below = fs::relative(entry.path(), tree / top);
      Source source;
      source.path = (top / below).generic_string();
      source.folder = below.begin()->string();
      source.code = code_of(read(entry.path()));
      source.includes = includes_of(source.code);
      sources.push_back(std::move(source));
    }
  }
  std::sort(sources.begin(), sources.end(),
            [](const Source& a, const Source& b) { return a.path < b.path; });
  return sources;
}

class Checker {
 public:
  Checker(const fs::path& tree, const Rules& rules)
      : tree_(tree), rules_(rules), sources_(sources_of(tree)) {}

  std::vector<std::string> run() {
    for (const auto& source : sources_) {
      for (const auto& include : source.includes) check_include(source, include);
      check_owners(source);
    }
    check_links();
    check_cycles();
    std::sort(found_.begin(), found_.end());
    return found_;
  }

 private:
  bool may_use(const std::string& from, const std::string& to) const {
    const auto arrows = rules_.arrows.find(from);
    return from == to || (arrows != rules_.arrows.end() && arrows->second.contains(to));
  }

  /// The path of the file that an include names, when it is one of ours.
  std::optional<std::string> resolve(const std::string& name) const {
    for (const char* top : {"lib/", "apps/"}) {
      if (fs::exists(tree_ / (top + name))) return top + name;
    }
    return std::nullopt;
  }

  void check_include(const Source& source, const Include& include) {
    const auto slash = include.name.find('/');
    const auto folder = include.name.substr(0, slash);
    const bool ours = slash != std::string::npos && rules_.arrows.contains(folder);
    if (include.quoted && (!ours || include.name.find("..") != std::string::npos)) {
      found_.push_back(source.path + " includes \"" + include.name +
                       "\", which is not named by its folder");
    } else if (ours && !may_use(source.folder, folder)) {
      found_.push_back(source.path + " includes " + include.name + ": no arrow from " +
                       source.folder + " to " + folder);
    }
  }

  void check_owners(const Source& source) {
    for (const auto& [prefix, owners] : rules_.headers) {
      for (const auto& include : source.includes) {
        if (include.name.starts_with(prefix) && !owners.contains(source.path)) {
          found_.push_back(source.path + " includes " + include.name + ", which it does not own");
        }
      }
    }
    for (const auto& [function, owners] : rules_.calls) {
      if (!owners.contains(source.path) && calls(source.code, function)) {
        found_.push_back(source.path + " calls " + function + ", which it does not own");
      }
    }
  }

  void check_links() {
    for (const char* top : {"lib", "apps"}) {
      if (!fs::exists(tree_ / top)) continue;
      for (const auto& entry : fs::directory_iterator(tree_ / top)) {
        const auto list = entry.path() / "CMakeLists.txt";
        const auto folder = entry.path().filename().string();
        if (!entry.is_directory()) continue;
        if (!rules_.arrows.contains(folder)) {
          found_.push_back(std::string(top) + "/" + folder + " is a folder without a rule");
        }
        if (!fs::exists(list)) continue;
        for (const auto& link : links_of(read(list))) {
          if (!may_use(folder, link)) {
            found_.push_back(std::string(top) + "/" + folder +
                             "/CMakeLists.txt links nines::" + link + ": no arrow");
          }
        }
      }
    }
  }

  void check_cycles() {
    for (const auto& source : sources_) visit(source.path);
  }

  void visit(const std::string& path) {
    const auto on_trail = std::find(trail_.begin(), trail_.end(), path);
    if (on_trail != trail_.end()) {
      std::string cycle = "include cycle: ";
      for (auto it = on_trail; it != trail_.end(); ++it) cycle += *it + " -> ";
      found_.push_back(cycle + path);
      return;
    }
    if (!visited_.insert(path).second) return;
    const auto source = std::find_if(sources_.begin(), sources_.end(),
                                     [&](const Source& s) { return s.path == path; });
    if (source == sources_.end()) return;
    trail_.push_back(path);
    for (const auto& include : source->includes) {
      if (const auto next = resolve(include.name)) visit(*next);
    }
    trail_.pop_back();
  }

  fs::path tree_;
  const Rules& rules_;
  std::vector<Source> sources_;
  std::vector<std::string> found_;
  std::vector<std::string> trail_;
  std::set<std::string> visited_;
};

}  // namespace

Rules parse_rules(std::string_view text) {
  Rules rules;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string kind;
    std::string subject;
    if (!(words >> kind) || kind.starts_with('#')) continue;
    auto* table = kind == "arrows"   ? &rules.arrows
                  : kind == "header" ? &rules.headers
                  : kind == "call"   ? &rules.calls
                                     : nullptr;
    if (table == nullptr || !(words >> subject)) {
      throw std::runtime_error("no rule of the layout: " + line);
    }
    auto& members = (*table)[subject];
    for (std::string word; words >> word;) members.insert(word);
  }
  return rules;
}

std::vector<std::string> violations(const fs::path& tree, const Rules& rules) {
  return Checker(tree, rules).run();
}

}  // namespace layout
