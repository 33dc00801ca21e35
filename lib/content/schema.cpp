#include "content/schema.hpp"

#include <array>
#include <exception>
#include <fmt/format.h>
#include <fstream>
#include <locale>
#include <string>

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "base/error.hpp"

namespace content {
namespace {

using nlohmann::json;

json read_schema(const std::filesystem::path& file) {
  std::ifstream in(file);
  try {
    if (in) return json::parse(in);
  } catch (const json::exception& error) {
    throw base::Error(fmt::format("{}: is not a JSON Schema: {}", file.string(), error.what()));
  }
  throw base::Error(fmt::format("{}: the schema of the content cannot be read", file.string()),
                    "It belongs to the program: install it again, or run it from its own folder.");
}

/// libstdc++ fills tables of the locale's character facet on first use and without a lock, a data
/// race when two threads compile their first regular expressions. Filled here, they are only read.
void fill_character_tables() {
  const auto& facet = std::use_facet<std::ctype<char>>(std::locale());
  std::array<char, 256> from{};
  std::array<char, 256> to{};
  for (std::size_t i = 0; i < from.size(); ++i) from[i] = static_cast<char>(i);
  facet.narrow(from.data(), from.data() + from.size(), '\0', to.data());
  facet.widen(from.data(), from.data() + from.size(), to.data());
  for (const char c : from) {
    facet.narrow(c, '\0');
    facet.widen(c);
  }
}

}  // namespace

struct Schemas::Compiled {
  explicit Compiled(json schema) : document(std::move(schema)) {
    valijson::SchemaParser parser;
    parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(document), compiled);
  }

  bool accepts(const json& object) const {
    // A validator keeps the regular expressions it compiled, and is not for two threads at once.
    thread_local valijson::Validator validator;
    return validator.validate(compiled, valijson::adapters::NlohmannJsonAdapter(object), nullptr);
  }

  json document;
  valijson::Schema compiled;
};

Schemas::Schemas(const std::filesystem::path& folder) {
  fill_character_tables();
  const std::filesystem::path item_file = folder / "item.schema.json";
  const std::filesystem::path drill_file = folder / "drill.schema.json";
  const json item = read_schema(item_file);
  try {
    for (std::size_t kind = 0; kind < kind_names.size(); ++kind) {
      if (kind == static_cast<std::size_t>(Kind::drill)) continue;
      // The kind is known before the schema is asked, so that nobody is told why an item is not of
      // another kind.
      const std::string branch = fmt::format("#/definitions/{}", kind_names[kind]);
      compiled_[kind] =
          std::make_unique<Compiled>(json{{"allOf", json::array({json{{"$ref", branch}}})},
                                          {"definitions", item.at("definitions")}});
    }
    compiled_[static_cast<std::size_t>(Kind::drill)] =
        std::make_unique<Compiled>(read_schema(drill_file));
  } catch (const base::Error&) {
    throw;
  } catch (const std::exception& error) {
    throw base::Error(fmt::format("{}: is not a JSON Schema this program can use: {}",
                                  folder.string(), error.what()));
  }
}

Schemas::~Schemas() = default;

std::vector<Fault> Schemas::check(Kind kind, const json& object) const {
  const Compiled& schema = *compiled_[static_cast<std::size_t>(kind)];
  std::string reason = "does not have the form that the schema asks for";
  try {
    if (schema.accepts(object)) return {};
  } catch (const std::exception& error) {
    reason = fmt::format("cannot be validated: {}", error.what());
  }
  std::vector<Fault> faults = explain(object, schema.document);
  if (faults.empty()) faults.push_back({"", "schema", reason});
  return faults;
}

}  // namespace content
