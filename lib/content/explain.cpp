#include "content/explain.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <regex>
#include <set>

#include <nlohmann/json.hpp>

#include "content/json_text.hpp"
#include "content/text_check.hpp"

namespace content {
namespace {

using nlohmann::json;

constexpr std::size_t faults_max = 20;

std::size_t characters(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// Edits (insert, delete, replace, swap neighbours) between two short words.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      d[i][j] = std::min(
          {d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

const std::string* closest(std::string_view word, std::span<const std::string> candidates) {
  const std::string* best = nullptr;
  std::size_t best_distance = std::max<std::size_t>(1, word.size() / 3) + 1;
  if (word.size() > 40) return nullptr;
  for (const std::string& candidate : candidates) {
    const std::size_t edits = distance(word, candidate);
    if (edits < best_distance) best_distance = edits, best = &candidate;
  }
  return best;
}

bool has_type(const json& value, const std::string& type) {
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_boolean();
  if (type == "array") return value.is_array();
  if (type == "object") return value.is_object();
  if (type == "integer") return value.is_number_integer();
  return value.is_number();
}

std::string wanted(const std::string& type, const json& schema) {
  if (type == "string") return "text";
  if (type == "boolean") return "true or false";
  if (type == "array") return "a list";
  if (type == "object") return "an object";
  const char* const noun = type == "integer" ? "a whole number" : "a number";
  if (!schema.contains("minimum") || !schema.contains("maximum")) return noun;
  return fmt::format("{} from {} to {}", noun, schema["minimum"].dump(), schema["maximum"].dump());
}

class Explainer {
 public:
  explicit Explainer(const json& root) : root_(root) {}

  void check(const json& value, const json& schema, const std::string& path) {
    if (faults_.size() >= faults_max) return;
    if (const auto ref = schema.find("$ref"); ref != schema.end()) {
      // "#/definitions/x" without its # is a JSON pointer.
      return check(value, root_.at(json::json_pointer(ref->get<std::string>().substr(1))), path);
    }
    if (const auto all = schema.find("allOf"); all != schema.end()) {
      for (const json& part : *all) check(value, part, path);
    }
    if (const auto any = schema.find("anyOf"); any != schema.end()) {
      return check_any(value, *any, path);
    }
    if (const auto type = schema.find("type");
        type != schema.end() && !has_type(value, type->get<std::string>())) {
      return add(
          path, "wrong-type",
          fmt::format("must be {}, is {}", wanted(type->get<std::string>(), schema), show(value)));
    }
    if (const auto constant = schema.find("const"); constant != schema.end()) {
      if (value != *constant) {
        add(path, "wrong-value", fmt::format("must be {}, is {}", show(*constant), show(value)));
      }
    }
    if (const auto allowed = schema.find("enum"); allowed != schema.end()) {
      check_enum(value, *allowed, path);
    }
    if (value.is_string()) check_text(value, schema, path);
    if (value.is_number()) check_number(value, schema, path);
    if (value.is_array()) check_array(value, schema, path);
    if (value.is_object()) check_object(value, schema, path);
  }

  std::vector<Fault> faults() && { return std::move(faults_); }

 private:
  void add(const std::string& path, const char* rule, std::string message) {
    if (faults_.size() < faults_max) faults_.push_back({path, rule, std::move(message)});
  }

  /// The branch that the author meant is the one of the value's type.
  void check_any(const json& value, const json& branches, const std::string& path) {
    std::vector<std::string> names;
    for (const json& branch : branches) {
      const json* target = &branch;
      if (const auto ref = branch.find("$ref"); ref != branch.end()) {
        target = &root_.at(json::json_pointer(ref->get<std::string>().substr(1)));
      }
      const auto type = target->at("type").get<std::string>();
      if (has_type(value, type)) return check(value, *target, path);
      names.push_back(wanted(type, *target));
    }
    add(path, "wrong-type",
        fmt::format("must be {}, is {}", fmt::join(names, " or "), show(value)));
  }

  void check_enum(const json& value, const json& allowed, const std::string& path) {
    if (std::ranges::find(allowed, value) != allowed.end()) return;
    std::vector<std::string> names;
    for (const json& one : allowed) names.push_back(show(one));
    add(path, "wrong-value",
        fmt::format("must be one of {}, is {}", fmt::join(names, ", "), show(value)));
  }

  void check_text(const json& value, const json& schema, const std::string& path) {
    const auto& text = value.get_ref<const std::string&>();
    const std::size_t length = characters(text);
    if (const auto least = schema.find("minLength"); least != schema.end() && length < *least) {
      return add(path, "empty", "must not be empty");
    }
    if (const auto most = schema.find("maxLength"); most != schema.end() && length > *most) {
      return add(path, "too-long",
                 fmt::format("is {} characters long; {} are allowed", length, most->dump()));
    }
    const auto pattern = schema.find("pattern");
    if (pattern == schema.end()) return;
    if (!std::regex_search(text, regex(pattern->get<std::string>()))) {
      add(path, "wrong-form",
          fmt::format("{}; is {}", schema.value("patternErrorMessage", "has the wrong form"),
                      show(value)));
    }
  }

  void check_number(const json& value, const json& schema, const std::string& path) {
    const auto outside = [&](const char* keyword, auto fails) {
      const auto limit = schema.find(keyword);
      return limit != schema.end() && fails(value.get<double>(), limit->get<double>());
    };
    if (outside("minimum", std::less<>{}) || outside("maximum", std::greater<>{})) {
      const bool both = schema.contains("minimum") && schema.contains("maximum");
      const std::string range =
          both ? wanted(schema.value("type", "number"), schema)
               : fmt::format("{} at least {}", wanted(schema.value("type", "number"), schema),
                             schema.value("minimum", json()).dump());
      add(path, "out-of-range", fmt::format("must be {}, is {}", range, show(value)));
    } else if (outside("exclusiveMinimum", std::less_equal<>{})) {
      add(path, "out-of-range",
          fmt::format("must be greater than {}, is {}", schema["exclusiveMinimum"].dump(),
                      show(value)));
    }
  }

  void check_count(std::size_t count, const json& schema, const char* least_keyword,
                   const char* most_keyword, const char* noun, const std::string& path) {
    if (const auto least = schema.find(least_keyword); least != schema.end() && count < *least) {
      add(path, "too-few",
          fmt::format("must have at least {} {}, has {}", least->dump(), noun, count));
    }
    if (const auto most = schema.find(most_keyword); most != schema.end() && count > *most) {
      add(path, "too-many",
          fmt::format("must have at most {} {}, has {}", most->dump(), noun, count));
    }
  }

  void check_array(const json& value, const json& schema, const std::string& path) {
    check_count(value.size(), schema, "minItems", "maxItems", "elements", path);
    const auto items = schema.find("items");
    if (items == schema.end()) return;
    for (std::size_t i = 0; i < value.size(); ++i) {
      check(value[i], *items, fmt::format("{}[{}]", path, i));
    }
  }

  void check_object(const json& value, const json& schema, const std::string& path) {
    const json& known = schema.contains("properties") ? schema["properties"] : empty_;
    std::vector<std::string> absent;
    for (const auto& [name, unused] : known.items()) {
      if (!value.contains(name)) absent.push_back(name);
    }
    std::set<std::string> suggested;
    if (schema.value("additionalProperties", json(true)) == json(false)) {
      for (const auto& [name, unused] : value.items()) {
        if (known.contains(name)) continue;
        if (const std::string* match = closest(name, absent)) suggested.insert(*match);
        add(path, "unknown-field",
            fmt::format("unknown field {}{}", show(json(name)), did_you_mean(name, absent)));
      }
    }
    for (const json& name : schema.value("required", json::array())) {
      const auto& text = name.get_ref<const std::string&>();
      if (value.contains(text) || suggested.contains(text)) continue;
      add(join_field(path, text), "missing-field", "is missing");
    }
    check_count(value.size(), schema, "minProperties", "maxProperties", "field", path);
    for (const auto& [name, part] : known.items()) {
      if (const auto found = value.find(name); found != value.end()) {
        check(*found, part, join_field(path, name));
      }
    }
  }

  const std::regex& regex(const std::string& pattern) {
    const auto found = regexes_.find(pattern);
    return found != regexes_.end() ? found->second
                                   : regexes_.emplace(pattern, std::regex(pattern)).first->second;
  }

  const json& root_;
  const json empty_ = json::object();
  std::vector<Fault> faults_;
  std::map<std::string, std::regex> regexes_;
};

}  // namespace

std::vector<Fault> explain(const json& value, const json& schema) {
  Explainer explainer(schema);
  explainer.check(value, schema, "");
  return std::move(explainer).faults();
}

std::string did_you_mean(std::string_view word, std::span<const std::string> candidates) {
  const std::string* const match = closest(word, candidates);
  return match == nullptr ? std::string{} : fmt::format(" (did you mean \"{}\"?)", *match);
}

}  // namespace content
