#include "content/decode.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <nlohmann/json.hpp>

#include "base/random.hpp"

namespace content {
namespace {

using nlohmann::json;

std::vector<std::string> texts(const json& object, const char* field) {
  const auto found = object.find(field);
  return found == object.end() ? std::vector<std::string>{}
                               : found->get<std::vector<std::string>>();
}

std::string text(const json& object, const char* field) {
  return object.at(field).get<std::string>();
}

/// Empty when there is none.
std::string optional_text(const json& object, const char* field) {
  return object.value(field, std::string());
}

/// The enumerator that a word names.
template <typename Enumerator, std::size_t count>
std::optional<Enumerator> place_in(const std::array<std::string_view, count>& names,
                                   std::string_view word) {
  const auto found = std::ranges::find(names, word);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enumerator>(found - names.begin());
}

Choice decode_choice(const json& object) {
  Choice choice;
  for (const json& option : object.at("options")) {
    choice.options.push_back(
        {text(option, "text"), option.at("correct").get<bool>(), text(option, "why")});
  }
  return choice;
}

std::vector<WatchOut> decode_watch_out(const json& value) {
  if (value.is_object()) return {{text(value, "said"), text(value, "true")}};
  std::vector<WatchOut> all;
  for (const json& one : value) all.push_back({text(one, "said"), text(one, "true")});
  return all;
}

Match decode_match(const json& object) {
  Match match;
  match.any = object.at("any").get<std::vector<Match::Phrases>>();
  match.not_before = texts(object, "not_before");
  match.contradicts = object.value("contradicts", std::vector<Match::Phrases>());
  if (object.contains("near")) match.near = object.at("near").get<int>();
  match.ordered = object.value("ordered", false);
  return match;
}

Open decode_open(const json& object) {
  Open open;
  open.minutes = object.value("minutes", 2);
  open.answer = text(object, "answer");
  open.walkthrough = optional_text(object, "walkthrough");
  for (const json& point : object.at("key_points")) {
    const auto match = point.find("match");
    open.key_points.push_back(
        {text(point, "text"), point.value("must", false),
         match == point.end() ? std::nullopt : std::optional(decode_match(*match)),
         place_in<Phase>(phase_names, optional_text(point, "phase"))});
  }
  if (const auto found = object.find("watch_out"); found != object.end()) {
    open.watch_out = decode_watch_out(*found);
  }
  if (const auto found = object.find("follow_ups"); found != object.end()) {
    for (const json& one : *found) {
      open.follow_ups.push_back(
          {text(one, "prompt"), optional_text(one, "answer"), texts(one, "key_points")});
    }
  }
  return open;
}

Erratum decode_erratum(const json& object) {
  return {text(object, "said"), text(object, "true"), text(object, "matters"),
          place_in<Flaw>(flaw_names, text(object, "severity")).value()};
}

/// A bound is a number or a formula; as text both are formulas.
std::string bound(const json& parameter, const char* field) {
  const auto found = parameter.find(field);
  if (found == parameter.end()) return {};
  return found->is_string() ? found->get<std::string>() : found->dump();
}

Parameter decode_parameter(const json& object) {
  constexpr std::array<std::string_view, 3> types{"int", "real", "choice"};
  Parameter parameter;
  parameter.name = text(object, "name");
  parameter.type = place_in<Parameter::Type>(types, text(object, "type")).value();
  parameter.min = bound(object, "min");
  parameter.max = bound(object, "max");
  if (object.contains("step")) parameter.step = object.at("step").get<double>();
  parameter.values = object.value("values", std::vector<double>());
  parameter.unit = optional_text(object, "unit");
  return parameter;
}

Tolerance decode_tolerance(const json& object) {
  if (object.contains("rel")) return {Tolerance::Type::relative, object.at("rel").get<double>()};
  if (object.contains("abs")) return {Tolerance::Type::absolute, object.at("abs").get<double>()};
  return {};
}

Drill decode_drill(const json& object) {
  Drill drill;
  drill.title = optional_text(object, "title");
  for (const json& one : object.at("parameters")) drill.parameters.push_back(decode_parameter(one));
  drill.constraint = optional_text(object, "constraint");
  drill.answer = text(object, "answer");
  drill.unit = text(object, "unit");
  drill.tolerance = decode_tolerance(object.at("tolerance"));
  drill.explain = text(object, "explain");
  drill.assumes = optional_text(object, "assumes");
  if (const auto found = object.find("sample"); found != object.end()) {
    drill.sample.emplace();
    for (const std::string& name : drill.names()) {
      drill.sample->values.push_back(found->at("parameters").at(name).get<double>());
    }
    drill.sample->answer = found->at("answer").get<double>();
  }
  return drill;
}

/// Fields are kept apart, so that moving a word from one to the next is a change.
class Hash {
 public:
  void add(std::string_view part) {
    value_ = base::fnv1a(part, value_);
    value_ = base::fnv1a(std::string_view("\0", 1), value_);
  }
  void add(bool part) { add(part ? std::string_view("1") : std::string_view("0")); }
  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = base::fnv1a({});
};

void add_body(Hash& hash, const Choice& choice) {
  for (const Option& option : choice.options) {
    hash.add(option.text);
    hash.add(option.correct);
    hash.add(option.why);
  }
}

// What came later is added only where it is there: answers from before stay with their questions.

void add_body(Hash& hash, const Open& open) {
  hash.add(open.answer);
  if (!open.walkthrough.empty()) hash.add(open.walkthrough);
  for (const KeyPoint& point : open.key_points) {
    hash.add(point.text);
    hash.add(point.must);
  }
  for (const WatchOut& one : open.watch_out) {
    hash.add(one.said);
    hash.add(one.truth);
  }
  for (const FollowUp& one : open.follow_ups) {
    hash.add(one.prompt);
    if (!one.answer.empty()) hash.add(one.answer);
    for (const std::string& point : one.key_points) hash.add(point);
  }
}

void add_body(Hash& hash, const Article& article) {
  hash.add(article.body);
}

void add_body(Hash& hash, const Erratum& erratum) {
  hash.add(erratum.said);
  hash.add(erratum.truth);
  hash.add(erratum.matters);
}

void add_body(Hash& hash, const Drill& drill) {
  for (const Parameter& parameter : drill.parameters) hash.add(parameter.name);
  hash.add(drill.answer);
  hash.add(drill.unit);
  hash.add(drill.explain);
}

}  // namespace

bool is_slug(std::string_view slug) {
  const auto letter_or_digit = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  };
  const auto inner = [&](char c) { return letter_or_digit(c) || c == ':' || c == '_' || c == '-'; };
  return !slug.empty() && slug.size() <= 80 && letter_or_digit(slug.front()) &&
         std::ranges::all_of(slug, inner);
}

Item decode(const json& object, Kind kind) {
  Item item;
  item.id = text(object, "id");
  item.topic = text(object, "topic");
  item.difficulty = object.value("difficulty", 0);
  item.prompt = text(object, "prompt");
  if (const auto sources = object.find("sources"); sources != object.end()) {
    for (const json& source : *sources) {
      item.sources.push_back(
          {text(source, "ref"), text(source, "url"), source.value("checked", false)});
    }
  }
  item.covers = texts(object, "covers");
  item.see_also = texts(object, "see_also");
  if (const auto numbers = object.find("numbers"); numbers != object.end()) {
    for (const json& one : *numbers) {
      const auto rel = one.find("rel");
      item.numbers.push_back({text(one, "shown"), text(one, "is"),
                              rel == one.end() ? std::nullopt : std::optional(rel->get<double>())});
    }
  }
  switch (kind) {
    case Kind::choice:
      item.body = decode_choice(object);
      break;
    case Kind::open:
      item.body = decode_open(object);
      break;
    case Kind::article:
      item.body = Article{text(object, "body")};
      break;
    case Kind::erratum:
      item.body = decode_erratum(object);
      break;
    case Kind::drill:
      item.body = decode_drill(object);
      break;
  }
  item.revision = revision_of(item);
  return item;
}

std::uint64_t revision_of(const Item& item) {
  Hash hash;
  hash.add(name(item.kind()));
  hash.add(item.prompt);
  std::visit([&](const auto& body) { add_body(hash, body); }, item.body);
  return hash.value();
}

}  // namespace content
