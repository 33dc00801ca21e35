#include "content/json_text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "content/text_check.hpp"

namespace content {
namespace {

using nlohmann::json;

/// Builds the value as nlohmann's parser does, and notes what that parser lets pass: a field that
/// stands twice in an object.
class RepeatedFieldWatch {
 public:
  bool operator()(int /*depth*/, json::parse_event_t event, json& parsed) {
    switch (event) {
      case json::parse_event_t::object_start:
        open_.push_back({false, {}, {}, 0});
        break;
      case json::parse_event_t::array_start:
        open_.push_back({true, {}, {}, 0});
        break;
      case json::parse_event_t::key: {
        Level& level = open_.back();
        level.field = parsed.get_ref<const std::string&>();
        if (!level.seen.insert(level.field).second) repeated_.push_back(path());
        break;
      }
      case json::parse_event_t::object_end:
      case json::parse_event_t::array_end:
        open_.pop_back();
        [[fallthrough]];
      case json::parse_event_t::value:
        if (!open_.empty() && open_.back().is_array) ++open_.back().index;
        break;
    }
    return true;
  }

  std::vector<std::string> repeated() && { return std::move(repeated_); }

 private:
  struct Level {
    bool is_array = false;
    std::set<std::string> seen;
    std::string field;
    std::size_t index = 0;
  };

  std::string path() const {
    std::string result;
    for (const Level& level : open_) {
      result = level.is_array ? fmt::format("{}[{}]", result, level.index)
                              : join_field(result, level.field);
    }
    return result;
  }

  std::vector<Level> open_;
  std::vector<std::string> repeated_;
};

std::string describe_fault(std::string_view text, std::size_t at) {
  if (at >= text.size()) return "it ends too early: a bracket or a quotation mark is not closed";
  const char c = text[at];
  const std::string_view before = text.substr(0, at);
  const auto last = before.find_last_not_of(" \t\r\n");
  const char previous = last == std::string_view::npos ? '\0' : before[last];
  if ((c == '}' || c == ']') && previous == ',') {
    return fmt::format("a comma stands before the closing {}", c);
  }
  if (c == '\n') return "a line ends inside a text: its closing quotation mark is missing, or \\n";
  if (static_cast<unsigned char>(c) < 0x20) {
    return fmt::format("{} stands unescaped in a text",
                       describe_character(static_cast<unsigned char>(c)));
  }
  if (c == '/') return "JSON has no comments";
  if (c == '\'') return "texts stand in double quotation marks";
  if (previous == '\\') return "the \\ begins no escape that JSON has";
  if ((c == '"' || c == '{' || c == '[') && previous != ',' && previous != ':') {
    return "a comma is missing before this";
  }
  const Utf8Step step = utf8_step(text.substr(at));
  return fmt::format("{} is not expected here",
                     step.bytes == 0 ? "this" : text.substr(at, step.bytes));
}

/// nlohmann stops at the byte that settles the matter: for NaN or a misspelt literal that is in its
/// middle.
std::size_t start_of_word(std::string_view text, std::size_t at) {
  const auto is_word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  };
  if (at >= text.size() || !is_word(text[at])) return at;
  while (at > 0 && is_word(text[at - 1])) --at;
  return at;
}

SyntaxFault fault_at(std::string_view text, std::size_t at) {
  const std::size_t start = start_of_word(text, at);
  const bool literal =
      start == 0 || std::string_view(" \t\r\n:,[{").find(text[start - 1]) != std::string_view::npos;
  if (at < text.size() && literal && start != text.size()) {
    const auto end = text.find_first_of(" \t\r\n:,[]{}\"", start);
    const std::string_view word = text.substr(start, std::min(end, text.size()) - start);
    if (word == "NaN" || word == "Infinity" || word == "-Infinity") {
      return {start, fmt::format("{} is not a number in JSON", word)};
    }
    if (word == "True" || word == "False" || word == "None") {
      return {start, fmt::format("{} is Python's; JSON has true, false and null", word)};
    }
  }
  return {at, describe_fault(text, at)};
}

}  // namespace

std::variant<ParsedJson, SyntaxFault> parse_json(std::string_view text) {
  RepeatedFieldWatch watch;
  try {
    ParsedJson parsed;
    parsed.value = json::parse(text.begin(), text.end(), std::ref(watch));
    parsed.repeated_fields = std::move(watch).repeated();
    return parsed;
  } catch (const json::parse_error& error) {
    return fault_at(text, error.byte > 0 ? error.byte - 1 : 0);
  } catch (const json::out_of_range&) {
    return SyntaxFault{0, "a number in it is too large"};
  }
}

std::string show(const json& value) {
  constexpr std::size_t shown_max = 40;
  std::string text;
  if (value.is_array() || value.is_object()) {
    text = value.is_array() ? "a list" : "an object";
    return text;
  }
  text = value.is_string() ? value.get_ref<const std::string&>() : value.dump();
  std::size_t end = std::min(text.size(), shown_max);
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  if (end < text.size()) text = text.substr(0, end) + "...";
  return value.is_string() ? fmt::format("\"{}\"", text) : text;
}

std::string join_field(const std::string& path, const std::string& name) {
  return path.empty() ? name : path + "." + name;
}

std::string guess_id(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n";
  const auto field = text.find("\"id\"");
  if (field == std::string_view::npos) return {};
  text.remove_prefix(field + 4);
  for (const char wanted : {':', '"'}) {
    const auto next = text.find_first_not_of(blank);
    if (next == std::string_view::npos || text[next] != wanted) return {};
    text.remove_prefix(next + 1);
  }
  const auto end = text.find_first_of("\"\\\n");
  if (end == std::string_view::npos || text[end] != '"' || end > 80) return {};
  return std::string(text.substr(0, end));
}

}  // namespace content
