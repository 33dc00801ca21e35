#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "content/item.hpp"
#include "content/quick_reader.hpp"

// The parts of an item that quick_item.cpp reads, as the schema has them. The limits of texts are
// the schema's, which counts characters; these count bytes. A text between the two goes the slow
// way.

namespace content {

/// The fields that an item of every kind has.
inline constexpr std::array<std::string_view, 4> head_fields{"id", "kind", "topic", "prompt"};
void read_head(QuickReader& reader, std::size_t field, std::string_view kind, Item& item);

/// Those that it may have.
inline constexpr std::array<std::string_view, 7> tail_fields{
    "sources", "covers", "see_also", "numbers", "licence", "attribution", "author"};
void read_tail(QuickReader& reader, std::size_t field, Item& item);

int read_difficulty(QuickReader& reader);
Option read_option(QuickReader& reader);
KeyPoint read_key_point(QuickReader& reader);
WatchOut read_watch_out(QuickReader& reader);
FollowUp read_follow_up(QuickReader& reader);
Flaw read_severity(QuickReader& reader);

/// A Markdown text of a question or an answer.
inline std::string read_long_text(QuickReader& reader) {
  return reader.text(20'000);
}

}  // namespace content
