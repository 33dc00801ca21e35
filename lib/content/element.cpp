#include "content/element.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <variant>

#include <nlohmann/json.hpp>

#include "content/decode.hpp"
#include "content/drill_check.hpp"
#include "content/json_text.hpp"
#include "content/quick_item.hpp"
#include "content/text_check.hpp"

namespace content {
namespace {

using nlohmann::json;

/// Finds the first forbidden character in the texts and field names below a value. The splitter has
/// bounded the depth.
std::optional<Fault> find_forbidden_text(const json& value, const std::string& path) {
  if (value.is_string()) {
    if (const auto found = find_forbidden(value.get_ref<const std::string&>())) {
      return Fault{path, "control-character",
                   fmt::format("contains {}, which is not allowed", describe_character(*found))};
    }
  } else if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (auto fault = find_forbidden_text(value[i], fmt::format("{}[{}]", path, i))) return fault;
    }
  } else if (value.is_object()) {
    for (const auto& [name, part] : value.items()) {
      if (const auto found = find_forbidden(name)) {
        return Fault{path, "control-character",
                     fmt::format("a field's name contains {}, which is not allowed",
                                 describe_character(*found))};
      }
      if (auto fault = find_forbidden_text(part, join_field(path, name))) return fault;
    }
  }
  return std::nullopt;
}

class ElementReader {
 public:
  ElementReader(const Element& element, const Schemas& schemas)
      : element_(element), schemas_(schemas) {
    result_.line = element.line;
  }

  ElementResult run() && {
    read();
    return std::move(result_);
  }

 private:
  void report(const Fault& fault) {
    result_.problems.push_back(
        {Severity::error, Place{{}, element_.line}, id_, fault.field, fault.rule, fault.message});
  }

  void report_at(std::size_t offset, const char* rule, const std::string& message) {
    id_ = guess_id(element_.text);
    report({"", rule, message});
    result_.problems.back().place.line +=
        static_cast<std::size_t>(std::ranges::count(element_.text.substr(0, offset), '\n'));
  }

  void read() {
    if (const auto bad = find_invalid_utf8(element_.text)) {
      return report_at(*bad, "not-utf8", "is not valid UTF-8 on this line");
    }
    if (element_.too_deep) {
      return report_at(0, "too-deep", fmt::format("is nested more than {} deep", depth_max));
    }
    auto parsed = parse_json(element_.text);
    if (const auto* fault = std::get_if<SyntaxFault>(&parsed)) {
      return report_at(fault->offset, "syntax",
                       fmt::format("is not valid JSON: {}", fault->message));
    }
    judge(std::get<ParsedJson>(parsed));
  }

  void judge(const ParsedJson& parsed) {
    const json& object = parsed.value;
    if (!object.is_object()) {
      return report({"", "not-an-object",
                     fmt::format("an item must be an object in {{ }}, this is {}", show(object))});
    }
    if (const auto id = object.find("id"); id != object.end() && id->is_string()) {
      id_ = id->get<std::string>();
    }
    for (const std::string& field : parsed.repeated_fields) {
      report({field, "repeated-field", "stands more than once"});
    }
    if (const auto fault = find_forbidden_text(object, "")) report(*fault);
    const auto kind = kind_of(object);
    if (!kind) return;
    for (const Fault& fault : schemas_.check(*kind, object)) report(fault);
    if (!result_.problems.empty()) return;
    if (*kind == Kind::choice && !has_one_key(object.at("options"))) return;
    if (*kind == Kind::drill) {
      for (const Fault& fault : check_drill(object)) report(fault);
      if (!result_.problems.empty()) return;
    }
    result_.item = decode(object, *kind);
  }

  std::optional<Kind> kind_of(const json& object) {
    const auto kind = object.find("kind");
    if (kind == object.end()) {
      report({"kind", "missing-field", "is missing"});
      return std::nullopt;
    }
    const std::string named = kind->is_string() ? kind->get<std::string>() : std::string{};
    const auto found = std::ranges::find(kind_names, std::string_view(named));
    if (found != kind_names.end()) {
      return static_cast<Kind>(found - kind_names.begin());
    }
    const std::vector<std::string> names(kind_names.begin(), kind_names.end());
    report({"kind", "wrong-value",
            fmt::format("must be one of {}, is {}{}", fmt::join(names, ", "), show(*kind),
                        did_you_mean(named, names))});
    return std::nullopt;
  }

  bool has_one_key(const json& options) {
    std::vector<char> letters;
    for (std::size_t i = 0; i < options.size(); ++i) {
      if (options[i].at("correct").get<bool>()) letters.push_back(static_cast<char>('a' + i));
    }
    if (letters.size() == 1) return true;
    if (letters.empty()) {
      report({"options", "no-key", "no option is correct; exactly one must be"});
    } else {
      constexpr std::array<std::string_view, 7> counts{"",     "",     "two", "three",
                                                       "four", "five", "six"};
      report({"options", "several-keys",
              fmt::format("{} options are correct ({}); exactly one must be",
                          counts[letters.size()], fmt::join(letters, ", "))});
    }
    return false;
  }

  const Element& element_;
  const Schemas& schemas_;
  std::string id_;
  ElementResult result_;
};

}  // namespace

ElementResult read_element(const Element& element, const Schemas& schemas, Validation validation) {
  if (validation == Validation::fast && !element.too_deep) {
    if (auto item = read_item_quickly(element.text)) {
      item->place.line = element.line;
      return {std::move(item), {}, element.line};
    }
  }
  ElementResult result = ElementReader(element, schemas).run();
  if (result.item) result.item->place.line = element.line;
  return result;
}

}  // namespace content
