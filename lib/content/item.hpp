#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace content {

/// One work an item rests on.
struct Source {
  std::string ref;  ///< author or owner, title, where, year
  std::string url;
  bool checked = false;  ///< somebody opened it and found what it is cited for
};

struct Option {
  std::string text;  ///< Markdown
  bool correct = false;
  std::string why;  ///< Markdown: why it is right, or what is wrong with it
};

/// Multiple choice: three or four options, exactly one of them correct.
struct Choice {
  std::vector<Option> options;
  std::size_t key() const;  ///< index of the correct option
};

// Patterns a spoken or typed answer is compared with are kept as JSON text until something reads
// them; the schema has checked their form.
struct KeyPoint {
  std::string text;
  bool must = false;
  std::string match_json;  ///< empty when there is none
};

struct FollowUp {
  std::string prompt;
  std::vector<std::string> key_points;
};

/// A common wrong belief and what is true.
struct WatchOut {
  std::string said;
  std::string truth;
};

/// A question to answer aloud.
struct Open {
  int minutes = 2;
  std::string answer;  ///< Markdown
  std::vector<KeyPoint> key_points;
  std::vector<WatchOut> watch_out;
  std::vector<FollowUp> follow_ups;
};

struct Article {
  std::string body;  ///< Markdown
};

enum class Kind { choice, open, article };
std::string_view name(Kind kind);

/// Where an item was read: `line` is the 1-based line of its opening brace.
struct Place {
  std::filesystem::path file;
  std::size_t line = 0;
};

struct Item {
  std::string id;  ///< stable, never reused
  std::string topic;
  int difficulty = 1;  ///< 1 (easy) to 3
  std::string prompt;  ///< Markdown
  std::vector<Source> sources;
  std::vector<std::string> covers;
  std::vector<std::string> see_also;
  std::variant<Choice, Open, Article> body;
  Place place;
  /// Hash of what a reader sees; another value means that the item was edited.
  std::uint64_t revision = 0;

  Kind kind() const { return static_cast<Kind>(body.index()); }
  const Choice* choice() const { return std::get_if<Choice>(&body); }
};

}  // namespace content
