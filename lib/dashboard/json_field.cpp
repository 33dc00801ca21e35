#include "dashboard/json_field.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fmt/format.h>
#include <set>

#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "terminal/suggest.hpp"
#include "terminal/text.hpp"

namespace dashboard {
namespace {

constexpr int depth_max = 32;

std::string found(const nlohmann::json& value) {
  if (value.is_null()) return "null";
  if (value.is_object()) return "an object";
  if (value.is_array()) return "a list";
  const std::string text = value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  const std::string_view start = terminal::clip(text, 40);
  return start.size() < text.size() ? std::string(start) + "..." : text;
}

std::string in_words(double number) {
  return fmt::format("{:.15g}", number);
}

std::string listed(std::initializer_list<std::string_view> names) {
  std::string text;
  for (const auto name : names) text += fmt::format("{}\"{}\"", text.empty() ? "" : ", ", name);
  return text;
}

/// Refuses what the parser lets pass: depth, and a field that an object has twice.
class ParseWatch {
 public:
  bool operator()(int depth, nlohmann::json::parse_event_t event, nlohmann::json& parsed) {
    if (depth > depth_max)
      throw base::Error(fmt::format("is nested deeper than {} levels", depth_max));
    if (event == nlohmann::json::parse_event_t::object_start) open_.emplace_back();
    if (event == nlohmann::json::parse_event_t::object_end) open_.pop_back();
    if (event == nlohmann::json::parse_event_t::key) {
      const auto& name = parsed.get_ref<const std::string&>();
      if (!open_.back().insert(name).second)
        throw base::Error(fmt::format("the field \"{}\" stands twice in one object", name));
    }
    return true;
  }

 private:
  std::vector<std::set<std::string>> open_;
};

}  // namespace

std::string JsonField::path_of(std::string_view name) const {
  return path_.empty() ? std::string(name) : fmt::format("{}.{}", path_, name);
}

void JsonField::fail_expecting(const std::string& expected) const {
  const std::string what = fmt::format("expected {}, found {}", expected, found(*value_));
  throw base::Error(path_.empty() ? what : path_ + ": " + what);
}

void JsonField::expect_fields(std::initializer_list<std::string_view> names) const {
  if (!value_->is_object()) fail_expecting("an object");
  for (const auto& [name, value] : value_->items()) {
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    const auto near = terminal::nearest(name, std::vector<std::string>(names.begin(), names.end()));
    const std::string shown(terminal::clip(name, 60));
    throw base::Error(fmt::format("{}: there is no such field{}", path_of(shown),
                                  near ? fmt::format("; did you mean \"{}\"?", *near) : ""),
                      near ? "" : "The fields here are " + listed(names));
  }
}

JsonField JsonField::at(std::string_view name) const {
  auto field = find(name);
  if (!field) throw base::Error(fmt::format("{}: is missing", path_of(name)));
  return *field;
}

std::optional<JsonField> JsonField::find(std::string_view name) const {
  const auto at = value_->find(std::string(name));
  if (at == value_->end()) return std::nullopt;
  return JsonField(*at, path_of(name));
}

std::optional<JsonField> JsonField::find_set(std::string_view name) const {
  auto field = find(name);
  return field && field->is_null() ? std::nullopt : field;
}

bool JsonField::is_null() const {
  return value_->is_null();
}

std::vector<JsonField> JsonField::list(std::size_t count_max) const {
  if (!value_->is_array()) fail_expecting("a list");
  if (value_->size() > count_max)
    throw base::Error(
        fmt::format("{}: expected at most {} entries, found {}", path_, count_max, value_->size()));
  std::vector<JsonField> fields;
  for (std::size_t i = 0; i < value_->size(); ++i)
    fields.emplace_back((*value_)[i], fmt::format("{}[{}]", path_, i));
  return fields;
}

std::string JsonField::text(std::size_t bytes_max) const {
  if (!value_->is_string()) fail_expecting("a text");
  const auto& text = value_->get_ref<const std::string&>();
  if (text.empty() || text.size() > bytes_max || terminal::printable(text) != text)
    fail_expecting(fmt::format("a text of 1 to {} bytes without control characters", bytes_max));
  return text;
}

std::size_t JsonField::choice(std::initializer_list<std::string_view> names) const {
  const auto at = value_->is_string()
                      ? std::find(names.begin(), names.end(), value_->get_ref<const std::string&>())
                      : names.end();
  if (at == names.end()) fail_expecting("one of " + listed(names));
  return static_cast<std::size_t>(at - names.begin());
}

double JsonField::number(double least, double most) const {
  const double number = value_->is_number() ? value_->get<double>() : std::nan("");
  // The comparison is false for a NaN too.
  if (!(number >= least && number <= most))
    fail_expecting(fmt::format("a number from {} to {}", in_words(least), in_words(most)));
  return number;
}

int JsonField::whole(int least, int most) const {
  const double number = value_->is_number() ? value_->get<double>() : std::nan("");
  if (!(number >= least && number <= most) || number != std::floor(number))
    fail_expecting(fmt::format("a whole number from {} to {}", least, most));
  return static_cast<int>(number);
}

std::uint64_t JsonField::unsigned_whole() const {
  if (!value_->is_number_unsigned()) fail_expecting("a whole number that is not negative");
  return value_->get<std::uint64_t>();
}

bool JsonField::flag() const {
  if (!value_->is_boolean()) fail_expecting("true or false");
  return value_->get<bool>();
}

std::chrono::nanoseconds JsonField::time(std::chrono::nanoseconds unit, double least,
                                         double most) const {
  return std::chrono::nanoseconds(
      std::llround(number(least, most) * static_cast<double>(unit.count())));
}

nlohmann::json parse_json_text(std::string_view text) {
  if (!terminal::is_valid_utf8(text)) throw base::Error("is not UTF-8 text");
  ParseWatch watch;
  try {
    return nlohmann::json::parse(text.begin(), text.end(), std::ref(watch));
  } catch (const nlohmann::json::parse_error& error) {
    const std::string_view before = text.substr(0, error.byte > 0 ? error.byte - 1 : 0);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const auto start = before.rfind('\n');
    const auto column = before.size() - (start == std::string_view::npos ? 0 : start + 1) + 1;
    throw base::Error(before.size() >= text.size()
                          ? "is not valid JSON: it ends too early"
                          : fmt::format("is not valid JSON at line {}, column {}", line, column));
  } catch (const nlohmann::json::out_of_range&) {
    throw base::Error("has a number that is too large");
  }
}

}  // namespace dashboard
