#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace layout {

/// Who may use what; rules.txt says how it is written.
struct Rules {
  std::map<std::string, std::set<std::string>> arrows;
  std::map<std::string, std::set<std::string>> headers;  ///< by prefix: the files that own it
  std::map<std::string, std::set<std::string>> calls;    ///< by function name
};

/// Throws std::runtime_error for a line that is none.
Rules parse_rules(std::string_view text);

/// What breaks the rules in the tree's lib/ and apps/, one sentence each, sorted. Conditional
/// compilation is ignored: every include counts.
std::vector<std::string> violations(const std::filesystem::path& tree, const Rules& rules);

}  // namespace layout
