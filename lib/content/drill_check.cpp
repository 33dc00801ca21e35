#include "content/drill_check.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <string>
#include <variant>

#include <nlohmann/json.hpp>

#include "content/formula.hpp"
#include "content/json_text.hpp"
#include "content/template.hpp"

namespace content {
namespace {

using nlohmann::json;

class DrillCheck {
 public:
  explicit DrillCheck(const json& drill) : drill_(drill) {}

  std::vector<Fault> run() && {
    const json& parameters = drill_.at("parameters");
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      check_parameter(parameters[i], fmt::format("parameters[{}]", i));
    }
    for (const char* field : {"constraint", "answer"}) {
      if (drill_.contains(field)) check_formula(text(field), field);
    }
    for (const char* field : {"prompt", "explain"}) {
      report(Template::parse(text(field), names_), field);
    }
    check_sample();
    return std::move(faults_);
  }

 private:
  const std::string& text(const char* field) const {
    return drill_.at(field).get_ref<const std::string&>();
  }

  void add(std::string field, const char* rule, std::string message) {
    faults_.push_back({std::move(field), rule, std::move(message)});
  }

  template <typename Parsed>
  void report(const Parsed& parsed, const std::string& field) {
    if (const auto* fault = std::get_if<FormulaFault>(&parsed)) {
      add(field, "formula", fmt::format("character {}: {}", fault->position, fault->message));
    }
  }

  void check_formula(const std::string& formula, const std::string& field) {
    report(Formula::parse(formula, names_), field);
  }

  void check_parameter(const json& parameter, const std::string& path) {
    const std::string name = parameter.at("name").get<std::string>();
    if (is_formula_word(name)) {
      add(path + ".name", "reserved-name",
          fmt::format("{} has a meaning in formulas; take another name", show(name)));
    } else if (std::ranges::find(names_, name) != names_.end()) {
      add(path + ".name", "repeated-name", fmt::format("{} stands more than once", show(name)));
    }
    const bool is_choice = parameter.at("type") == "choice";
    for (const char* field : {"min", "max"}) {
      const auto bound = parameter.find(field);
      if (is_choice != (bound == parameter.end())) {
        add(join_field(path, field), is_choice ? "unknown-field" : "missing-field",
            is_choice ? "is for int and real; a choice has values" : "is missing");
      } else if (bound != parameter.end() && bound->is_string()) {
        check_formula(bound->get<std::string>(), join_field(path, field));
      }
    }
    if (is_choice != parameter.contains("values")) {
      add(path + ".values", is_choice ? "missing-field" : "unknown-field",
          is_choice ? "is missing" : "is for a choice; int and real have min and max");
    }
    names_.push_back(name);  // later parameters may be bounded by it
  }

  void check_sample() {
    const auto sample = drill_.find("sample");
    if (sample == drill_.end()) return;
    const json& values = sample->at("parameters");
    for (const std::string& name : names_) {
      if (!values.contains(name)) add("sample.parameters." + name, "missing-field", "is missing");
    }
    for (const auto& [name, value] : values.items()) {
      if (std::ranges::find(names_, name) == names_.end()) {
        add("sample.parameters", "unknown-field",
            fmt::format("unknown field {}{}", show(json(name)), did_you_mean(name, names_)));
      }
    }
  }

  const json& drill_;
  std::vector<std::string> names_;
  std::vector<Fault> faults_;
};

}  // namespace

std::vector<Fault> check_drill(const json& object) {
  return DrillCheck(object).run();
}

}  // namespace content
