#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
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
  bool operator==(const Source&) const = default;
};

struct Option {
  std::string text;  ///< Markdown
  bool correct = false;
  std::string why;  ///< Markdown: why it is right, or what is wrong with it
  bool operator==(const Option&) const = default;
};

/// Multiple choice: three or four options, exactly one of them correct.
struct Choice {
  std::vector<Option> options;
  std::size_t key() const;  ///< index of the correct option
  bool operator==(const Choice&) const = default;
};

/// The part of a design interview that a key point belongs to.
enum class Phase { requirements, estimates, design, decisions, failure };
inline constexpr std::array<std::string_view, 5> phase_names{"requirements", "estimates", "design",
                                                             "decisions", "failure"};

/// How a key point is recognised in a typed answer: a phrase of each list of `any` must occur. In a
/// phrase a word stands for all with its stem, and one that ends with * for any ending.
struct Match {
  using Phrases = std::vector<std::string>;
  std::vector<Phrases> any;
  Phrases not_before;                ///< words that turn the meaning round before a phrase
  std::vector<Phrases> contradicts;  ///< as `any`, for the opposite
  std::optional<int> near;           ///< the phrases lie within so many words
  bool ordered = false;              ///< the phrases come in the order of the lists
  bool operator==(const Match&) const = default;
};

struct KeyPoint {
  std::string text;
  bool must = false;
  std::optional<Match> match;
  std::optional<Phase> phase;  ///< in design cases
  bool operator==(const KeyPoint&) const = default;
};

struct FollowUp {
  std::string prompt;
  std::string answer;  ///< Markdown; empty when there is none
  std::vector<std::string> key_points;
  bool operator==(const FollowUp&) const = default;
};

/// A common wrong belief and what is true.
struct WatchOut {
  std::string said;
  std::string truth;
  bool operator==(const WatchOut&) const = default;
};

/// A question to answer aloud.
struct Open {
  int minutes = 2;
  std::string answer;       ///< Markdown
  std::string walkthrough;  ///< Markdown: the worked design case; empty when there is none
  std::vector<KeyPoint> key_points;
  std::vector<WatchOut> watch_out;
  std::vector<FollowUp> follow_ups;
  bool operator==(const Open&) const = default;
};

struct Article {
  std::string body;  ///< Markdown
  bool operator==(const Article&) const = default;
};

/// How bad a belief is that is commonly repeated.
enum class Flaw { wrong, misleading, outdated, imprecise };
inline constexpr std::array<std::string_view, 4> flaw_names{"wrong", "misleading", "outdated",
                                                            "imprecise"};

/// What is commonly repeated and not so. The item's prompt is its title. All texts are Markdown.
struct Erratum {
  std::string said;
  std::string truth;
  std::string matters;  ///< what believing it costs
  Flaw severity = Flaw::wrong;
  bool operator==(const Erratum&) const = default;
};

/// A number of a drill that is drawn anew each time.
struct Parameter {
  enum class Type { integer, real, choice };
  std::string name;
  Type type = Type::integer;
  std::string min;             ///< a formula over the parameters before; empty for a choice
  std::string max;             ///< inclusive
  std::optional<double> step;  ///< drawn values are min plus multiples of it
  std::vector<double> values;  ///< of a choice
  std::string unit;            ///< may be empty
  bool operator==(const Parameter&) const = default;
};

/// How far off the right answer a given one may be.
struct Tolerance {
  enum class Type { relative, absolute, exact };
  Type type = Type::exact;
  double amount = 0;  ///< a share of the answer, or in its unit

  /// Limits are inclusive; beyond them only what arithmetic itself loses is let through.
  bool accepts(double right, double given) const;
  bool operator==(const Tolerance&) const = default;
};

struct DrillSample {
  std::vector<double> values;  ///< in the order of the parameters
  double answer = 0;
  bool operator==(const DrillSample&) const = default;
};

/// A question whose numbers are drawn. The item's prompt and `explain` are templates (template.hpp)
/// of Markdown; formulas are texts that have been parsed once (formula.hpp).
struct Drill {
  std::string title;  ///< may be empty
  std::vector<Parameter> parameters;
  std::string constraint;  ///< formula that drawn values make true; may be empty
  std::string answer;      ///< formula
  std::string unit;        ///< of the answer; empty for a bare number
  Tolerance tolerance;
  std::string explain;
  std::string assumes;  ///< may be empty
  std::optional<DrillSample> sample;

  std::vector<std::string> names() const;  ///< of the parameters
  bool operator==(const Drill&) const = default;
};

/// In the order of Item::body.
enum class Kind { choice, open, article, erratum, drill };
inline constexpr std::array<std::string_view, 5> kind_names{"choice", "open", "article", "erratum",
                                                            "drill"};
inline std::string_view name(Kind kind) {
  return kind_names[static_cast<std::size_t>(kind)];
}

/// A figure of a text that can be computed: `shown` stands in the item, `is` is its formula.
struct Figure {
  std::string shown;
  std::string is;
  std::optional<double> rel;  ///< agreement to this share, instead of half a unit of the last digit
  bool operator==(const Figure&) const = default;
};

/// Where an item was read: `line` is the 1-based line of its opening brace.
struct Place {
  std::filesystem::path file;
  std::size_t line = 0;
  bool operator==(const Place&) const = default;
};

struct Item {
  std::string id;  ///< stable, never reused
  std::string topic;
  int difficulty = 0;  ///< 1 (easy) to 3; 0 where none is given, as in errata
  std::string prompt;  ///< Markdown
  std::vector<Source> sources;
  std::vector<std::string> covers;
  std::vector<std::string> see_also;
  std::vector<Figure> numbers;
  std::variant<Choice, Open, Article, Erratum, Drill> body;
  Place place;
  /// Hash of what a reader sees; another value means that the item was edited.
  std::uint64_t revision = 0;

  Kind kind() const { return static_cast<Kind>(body.index()); }
  const Choice* choice() const { return std::get_if<Choice>(&body); }
  const Open* open() const { return std::get_if<Open>(&body); }
  const Article* article() const { return std::get_if<Article>(&body); }
  const Erratum* erratum() const { return std::get_if<Erratum>(&body); }
  const Drill* drill() const { return std::get_if<Drill>(&body); }
  bool operator==(const Item&) const = default;
};

}  // namespace content
