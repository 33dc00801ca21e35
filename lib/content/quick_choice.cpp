#include "content/quick_choice.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "content/decode.hpp"
#include "content/quick_reader.hpp"

namespace content {
namespace {

/// Finds a field's place in the list of those an object may have; a field that is unknown or came
/// before fails the reader.
template <std::size_t count>
class Fields {
 public:
  explicit Fields(const std::array<std::string_view, count>& names) : names_(names) {}

  std::size_t take(QuickReader& reader, std::string_view name) {
    const auto index = static_cast<std::size_t>(std::ranges::find(names_, name) - names_.begin());
    if (index == count || (seen_ & (1U << index)) != 0) {
      reader.fail();
    } else {
      seen_ |= 1U << index;
    }
    return index;
  }

  /// Whether the first `required` fields of the list came.
  bool has_first(std::size_t required) const {
    const std::uint32_t wanted = (1U << required) - 1;
    return (seen_ & wanted) == wanted;
  }

 private:
  const std::array<std::string_view, count>& names_;
  std::uint32_t seen_ = 0;
};

constexpr std::array<std::string_view, 3> option_fields{"text", "correct", "why"};
constexpr std::array<std::string_view, 3> source_fields{"ref", "url", "checked"};
constexpr std::array<std::string_view, 12> choice_fields{
    "id",      "kind",   "topic",    "difficulty", "prompt",      "options",
    "sources", "covers", "see_also", "licence",    "attribution", "author"};

// The limits are the schema's, which count characters; these count bytes. A text between the two
// goes the slow way.

Option read_option(QuickReader& reader) {
  Option option;
  Fields fields(option_fields);
  reader.object([&](std::string_view name) {
    switch (fields.take(reader, name)) {
      case 0:
        option.text = reader.text(5000);
        break;
      case 1:
        option.correct = reader.boolean();
        break;
      case 2:
        option.why = reader.text(5000);
        break;
    }
  });
  if (!fields.has_first(3)) reader.fail();
  return option;
}

bool is_web_address(std::string_view url) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (url.starts_with(scheme)) return url.size() > scheme.size() && url[scheme.size()] != ' ';
  }
  return false;
}

Source read_source(QuickReader& reader) {
  Source source;
  Fields fields(source_fields);
  reader.object([&](std::string_view name) {
    switch (fields.take(reader, name)) {
      case 0:
        source.ref = reader.text(1000);
        break;
      case 1:
        source.url = reader.text(2000);
        if (!is_web_address(source.url)) reader.fail();
        break;
      case 2:
        source.checked = reader.boolean();
        break;
    }
  });
  if (!fields.has_first(2)) reader.fail();
  return source;
}

std::string read_slug(QuickReader& reader) {
  std::string slug = reader.text(80);
  if (!is_slug(slug)) reader.fail();
  return slug;
}

void read_field(QuickReader& reader, std::size_t field, Item& item, Choice& choice) {
  switch (field) {
    case 0:
      item.id = read_slug(reader);
      break;
    case 1:
      if (reader.text(10) != "choice") reader.fail();
      break;
    case 2:
      item.topic = read_slug(reader);
      break;
    case 3:
      item.difficulty = reader.small_number();
      if (item.difficulty < 1 || item.difficulty > 3) reader.fail();
      break;
    case 4:
      item.prompt = reader.text(20'000);
      break;
    case 5:
      reader.array(6, [&] { choice.options.push_back(read_option(reader)); });
      break;
    case 6:
      reader.array(20, [&] { item.sources.push_back(read_source(reader)); });
      break;
    case 7:
      reader.array(100, [&] { item.covers.push_back(reader.text(200)); });
      break;
    case 8:
      reader.array(50, [&] { item.see_also.push_back(read_slug(reader)); });
      break;
    case 9:
    case 11:
      reader.text(200);
      break;
    case 10:
      reader.text(1000);
      break;
  }
}

}  // namespace

std::optional<Item> read_choice_quickly(std::string_view text) {
  QuickReader reader(text);
  Item item;
  Choice choice;
  choice.options.reserve(4);
  Fields fields(choice_fields);
  reader.object(
      [&](std::string_view name) { read_field(reader, fields.take(reader, name), item, choice); });
  reader.expect_end();
  if (reader.failed() || !fields.has_first(6) || choice.options.size() < 2 ||
      std::ranges::count(choice.options, true, &Option::correct) != 1) {
    return std::nullopt;
  }
  item.body = std::move(choice);
  item.revision = revision_of(item);
  return item;
}

}  // namespace content
