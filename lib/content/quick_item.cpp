#include "content/quick_item.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "content/decode.hpp"
#include "content/quick_object.hpp"
#include "content/quick_parts.hpp"
#include "content/quick_reader.hpp"

namespace content {
namespace {

// What is particular to the items of a kind: `fields` of which the first `required` must be there,
// and how each is read.

struct QuickChoice {
  static constexpr Kind kind = Kind::choice;
  static constexpr std::array<std::string_view, 2> fields{"difficulty", "options"};
  static constexpr std::size_t required = 2;

  static void read(QuickReader& reader, std::size_t field, Item& item, Choice& choice) {
    if (field == 0) {
      item.difficulty = read_difficulty(reader);
    } else {
      reader.array(2, 6, [&] { choice.options.push_back(read_option(reader)); });
      if (std::ranges::count(choice.options, true, &Option::correct) != 1) reader.fail();
    }
  }
};

struct QuickOpen {
  static constexpr Kind kind = Kind::open;
  static constexpr std::array<std::string_view, 7> fields{
      "difficulty", "answer", "key_points", "minutes", "walkthrough", "watch_out", "follow_ups"};
  static constexpr std::size_t required = 3;

  static void read(QuickReader& reader, std::size_t field, Item& item, Open& open) {
    switch (field) {
      case 0:
        item.difficulty = read_difficulty(reader);
        break;
      case 1:
        open.answer = read_long_text(reader);
        break;
      case 2:
        reader.array(1, 20, [&] { open.key_points.push_back(read_key_point(reader)); });
        break;
      case 3:
        open.minutes = reader.number(1, 60);
        break;
      case 4:
        open.walkthrough = read_long_text(reader);
        break;
      case 5:
        if (reader.comes('{')) {
          open.watch_out.push_back(read_watch_out(reader));
        } else {
          reader.array(1, 10, [&] { open.watch_out.push_back(read_watch_out(reader)); });
        }
        break;
      default:
        reader.array(0, 10, [&] { open.follow_ups.push_back(read_follow_up(reader)); });
    }
  }
};

struct QuickArticle {
  static constexpr Kind kind = Kind::article;
  static constexpr std::array<std::string_view, 2> fields{"difficulty", "body"};
  static constexpr std::size_t required = 2;

  static void read(QuickReader& reader, std::size_t field, Item& item, Article& article) {
    if (field == 0) {
      item.difficulty = read_difficulty(reader);
    } else {
      article.body = reader.text(200'000);
    }
  }
};

struct QuickErratum {
  static constexpr Kind kind = Kind::erratum;
  static constexpr std::array<std::string_view, 4> fields{"said", "true", "matters", "severity"};
  static constexpr std::size_t required = 4;

  static void read(QuickReader& reader, std::size_t field, Item&, Erratum& erratum) {
    switch (field) {
      case 0:
        erratum.said = reader.text(2000);
        break;
      case 1:
        erratum.truth = reader.text(5000);
        break;
      case 2:
        erratum.matters = reader.text(2000);
        break;
      default:
        erratum.severity = read_severity(reader);
    }
  }
};

/// Every field of a kind, those that must be there first.
template <typename Reader>
constexpr auto all_fields = [] {
  std::array<std::string_view, head_fields.size() + Reader::fields.size() + tail_fields.size()> all;
  auto at = std::ranges::copy(head_fields, all.begin()).out;
  at = std::ranges::copy(Reader::fields, at).out;
  std::ranges::copy(tail_fields, at);
  return all;
}();

template <typename Reader, typename Body>
std::optional<Item> read_as(std::string_view text) {
  constexpr std::size_t own = head_fields.size();
  constexpr std::size_t tail = own + Reader::fields.size();
  QuickReader reader(text);
  Item item;
  Body body;
  read_object(reader, all_fields<Reader>, own + Reader::required, [&](std::size_t field) {
    if (field < own) {
      read_head(reader, field, name(Reader::kind), item);
    } else if (field < tail) {
      Reader::read(reader, field - own, item, body);
    } else {
      read_tail(reader, field - tail, item);
    }
  });
  reader.expect_end();
  if (reader.failed()) return std::nullopt;
  item.body = std::move(body);
  item.revision = revision_of(item);
  return item;
}

}  // namespace

// One of another kind fails at its kind, which mostly comes early.
std::optional<Item> read_item_quickly(std::string_view text) {
  if (auto item = read_as<QuickChoice, Choice>(text)) return item;
  if (auto item = read_as<QuickOpen, Open>(text)) return item;
  if (auto item = read_as<QuickErratum, Erratum>(text)) return item;
  return read_as<QuickArticle, Article>(text);
}

}  // namespace content
