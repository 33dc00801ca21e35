#include "grader/json_reader.hpp"

#include <algorithm>
#include <fstream>
#include <limits>
#include <sstream>

#include <nlohmann/json.hpp>

#include "base/error.hpp"

namespace grader {
namespace {

bool contains(std::initializer_list<std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

void JsonNode::fail(const std::string& what) const {
  throw base::Error(field_.empty() ? file_ + ": " + what
                                   : file_ + ": field \"" + field_ + "\": " + what);
}

void JsonNode::expect_fields(std::initializer_list<std::string_view> required,
                             std::initializer_list<std::string_view> optional) const {
  if (!value_->is_object()) fail("must be an object");
  for (const auto name : required) {
    if (!has(name)) fail("has no \"" + std::string(name) + "\"");
  }
  for (const auto& [name, value] : value_->items()) {
    if (!contains(required, name) && !contains(optional, name)) fail("unknown \"" + name + "\"");
  }
}

bool JsonNode::has(std::string_view name) const {
  return value_->contains(name);
}

JsonNode JsonNode::at(std::string_view name) const {
  std::string field = field_;
  if (!field.empty()) field += '.';
  return {value_->at(std::string(name)), file_, field.append(name)};
}

std::vector<JsonNode> JsonNode::list() const {
  if (!value_->is_array()) fail("must be a list");
  std::vector<JsonNode> nodes;
  for (std::size_t i = 0; i < value_->size(); ++i) {
    nodes.emplace_back((*value_)[i], file_, field_ + '[' + std::to_string(i) + ']');
  }
  return nodes;
}

std::string JsonNode::text() const {
  if (!value_->is_string() || value_->get_ref<const std::string&>().empty())
    fail("must be a text that is not empty");
  return value_->get<std::string>();
}

std::string JsonNode::lines() const {
  if (!value_->is_array()) return text();
  std::string joined;
  for (const auto& line : *value_) {
    if (!line.is_string()) fail("must be a text or a list of lines");
    if (!joined.empty()) joined += '\n';
    joined += line.get_ref<const std::string&>();
  }
  if (joined.empty()) fail("is empty");
  return joined;
}

std::vector<std::string> JsonNode::texts() const {
  std::vector<std::string> all;
  for (const auto& node : list()) all.push_back(node.text());
  return all;
}

std::int32_t JsonNode::number() const {
  if (!value_->is_number_integer()) fail("must be a whole number");
  const bool fits = value_->is_number_unsigned()
                        ? value_->get<std::uint64_t>() <= std::numeric_limits<std::int32_t>::max()
                        : value_->get<std::int64_t>() >= std::numeric_limits<std::int32_t>::min();
  if (!fits) fail("is too large");
  return value_->get<std::int32_t>();
}

nlohmann::json read_json_file(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream bytes;
  if (stream) bytes << stream.rdbuf();
  if (!stream) {
    throw base::Error("cannot read " + file.string(),
                      "install nines again, or build it in its own checkout");
  }
  try {
    return nlohmann::json::parse(bytes.str());
  } catch (const nlohmann::json::parse_error& error) {
    throw base::Error(file.string() + ": not valid JSON: " + error.what());
  }
}

}  // namespace grader
