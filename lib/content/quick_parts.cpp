#include "content/quick_parts.hpp"

#include <algorithm>

#include "content/decode.hpp"
#include "content/quick_object.hpp"

namespace content {
namespace {

constexpr std::array<std::string_view, 3> option_fields{"text", "correct", "why"};
constexpr std::array<std::string_view, 3> source_fields{"ref", "url", "checked"};
constexpr std::array<std::string_view, 3> figure_fields{"shown", "is", "rel"};
constexpr std::array<std::string_view, 4> key_point_fields{"text", "must", "match", "phase"};
constexpr std::array<std::string_view, 5> match_fields{"any", "not_before", "contradicts", "near",
                                                       "ordered"};
constexpr std::array<std::string_view, 2> watch_out_fields{"said", "true"};
constexpr std::array<std::string_view, 3> follow_up_fields{"prompt", "key_points", "answer"};

std::string read_slug(QuickReader& reader) {
  std::string slug = reader.text(80);
  if (!is_slug(slug)) reader.fail();
  return slug;
}

bool is_web_address(std::string_view url) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (url.starts_with(scheme)) return url.size() > scheme.size() && url[scheme.size()] != ' ';
  }
  return false;
}

Source read_source(QuickReader& reader) {
  Source source;
  read_object(reader, source_fields, 2, [&](std::size_t field) {
    switch (field) {
      case 0:
        source.ref = reader.text(1000);
        break;
      case 1:
        source.url = reader.text(2000);
        if (!is_web_address(source.url)) reader.fail();
        break;
      default:
        source.checked = reader.boolean();
    }
  });
  return source;
}

/// Digits, perhaps with thousands commas and a decimal point.
bool is_figure(std::string_view text) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.empty() || !is_digit(text.front())) return false;
  const auto point = std::ranges::find(text, '.');
  const std::string_view whole(text.begin(), point);
  if (!std::ranges::all_of(whole, [&](char c) { return is_digit(c) || c == ','; })) return false;
  if (point == text.end()) return true;
  const std::string_view decimals(point + 1, text.end());
  return !decimals.empty() && std::ranges::all_of(decimals, is_digit);
}

Figure read_figure(QuickReader& reader) {
  Figure figure;
  read_object(reader, figure_fields, 2, [&](std::size_t field) {
    switch (field) {
      case 0:
        figure.shown = reader.text(40);
        if (!is_figure(figure.shown)) reader.fail();
        break;
      case 1:
        figure.is = reader.text(1000);
        break;
      default:
        figure.rel = reader.decimal();
        if (!(figure.rel > 0.0 && figure.rel <= 0.5)) reader.fail();
    }
  });
  return figure;
}

/// The enumerator that the word coming next names.
template <typename Enumerator, std::size_t count>
Enumerator read_word(QuickReader& reader, const std::array<std::string_view, count>& names) {
  const auto found = std::ranges::find(names, reader.text(20));
  if (found == names.end()) {
    reader.fail();
    return {};
  }
  return static_cast<Enumerator>(found - names.begin());
}

Match::Phrases read_phrases(QuickReader& reader) {
  Match::Phrases phrases;
  reader.array(1, 50, [&] { phrases.push_back(reader.text(200)); });
  return phrases;
}

std::vector<Match::Phrases> read_phrase_lists(QuickReader& reader) {
  std::vector<Match::Phrases> lists;
  reader.array(1, 20, [&] { lists.push_back(read_phrases(reader)); });
  return lists;
}

Match read_match(QuickReader& reader) {
  Match match;
  read_object(reader, match_fields, 1, [&](std::size_t field) {
    switch (field) {
      case 0:
        match.any = read_phrase_lists(reader);
        break;
      case 1:
        match.not_before = read_phrases(reader);
        break;
      case 2:
        match.contradicts = read_phrase_lists(reader);
        break;
      case 3:
        match.near = reader.number(1, 1000);
        break;
      default:
        match.ordered = reader.boolean();
    }
  });
  return match;
}

}  // namespace

void read_head(QuickReader& reader, std::size_t field, std::string_view kind, Item& item) {
  switch (field) {
    case 0:
      item.id = read_slug(reader);
      break;
    case 1:
      if (reader.text(10) != kind) reader.fail();
      break;
    case 2:
      item.topic = read_slug(reader);
      break;
    default:
      item.prompt = read_long_text(reader);
  }
}

void read_tail(QuickReader& reader, std::size_t field, Item& item) {
  switch (field) {
    case 0:
      reader.array(0, 20, [&] { item.sources.push_back(read_source(reader)); });
      break;
    case 1:
      reader.array(0, 100, [&] { item.covers.push_back(reader.text(200)); });
      break;
    case 2:
      reader.array(0, 50, [&] { item.see_also.push_back(read_slug(reader)); });
      break;
    case 3:
      reader.array(0, 200, [&] { item.numbers.push_back(read_figure(reader)); });
      break;
    case 5:
      reader.text(1000);
      break;
    default:
      reader.text(200);
  }
}

int read_difficulty(QuickReader& reader) {
  return reader.number(1, 3);
}

Option read_option(QuickReader& reader) {
  Option option;
  read_object(reader, option_fields, 3, [&](std::size_t field) {
    switch (field) {
      case 0:
        option.text = reader.text(5000);
        break;
      case 1:
        option.correct = reader.boolean();
        break;
      default:
        option.why = reader.text(5000);
    }
  });
  return option;
}

KeyPoint read_key_point(QuickReader& reader) {
  KeyPoint point;
  read_object(reader, key_point_fields, 1, [&](std::size_t field) {
    switch (field) {
      case 0:
        point.text = reader.text(2000);
        break;
      case 1:
        point.must = reader.boolean();
        break;
      case 2:
        point.match = read_match(reader);
        break;
      default:
        point.phase = read_word<Phase>(reader, phase_names);
    }
  });
  return point;
}

WatchOut read_watch_out(QuickReader& reader) {
  WatchOut one;
  read_object(reader, watch_out_fields, 2, [&](std::size_t field) {
    (field == 0 ? one.said : one.truth) = reader.text(field == 0 ? 2000 : 5000);
  });
  return one;
}

FollowUp read_follow_up(QuickReader& reader) {
  FollowUp one;
  read_object(reader, follow_up_fields, 2, [&](std::size_t field) {
    switch (field) {
      case 0:
        one.prompt = read_long_text(reader);
        break;
      case 1:
        reader.array(1, 20, [&] { one.key_points.push_back(reader.text(2000)); });
        break;
      default:
        one.answer = read_long_text(reader);
    }
  });
  return one;
}

Flaw read_severity(QuickReader& reader) {
  return read_word<Flaw>(reader, flaw_names);
}

}  // namespace content
