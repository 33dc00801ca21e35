#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "practice/quantity.hpp"

namespace practice {
namespace {

struct Named {
  std::string_view names;  ///< between blanks; a capital counts where there is one
  Unit unit;
};

constexpr double minute = 60;
constexpr double hour = 3600;
constexpr double day = 86400;

constexpr std::array<Named, 15> plain_units{{
    {" ns nanosecond nanoseconds ", {1e-9, 0, 1}},
    {" us \u00b5s \u03bcs microsecond microseconds ", {1e-6, 0, 1}},
    {" ms msec millisecond milliseconds ", {1e-3, 0, 1}},
    {" s sec secs second seconds ", {1, 0, 1}},
    {" m min mins minute minutes ", {minute, 0, 1}},
    {" h hr hrs hour hours ", {hour, 0, 1}},
    {" d day days ", {day, 0, 1}},
    {" week weeks ", {7 * day, 0, 1}},
    {" month months ", {30 * day, 0, 1}},
    {" y yr yrs year years ", {365 * day, 0, 1}},
    {" % percent pct ", {0.01, 0, 0, true}},
    {" rps qps tps ", {1, 0, -1}},
    {" bps ", {0.125, 1, -1}},
    {" byte bytes ", {1, 1, 0}},
    {" bit bits ", {0.125, 1, 0}},
}};

struct Prefix {
  std::string_view name;
  double factor;
};
constexpr std::array<Prefix, 10> data_prefixes{{
    {"Ki", 1024.0},
    {"Mi", 1024.0 * 1024},
    {"Gi", 1024.0 * 1024 * 1024},
    {"Ti", 1024.0 * 1024 * 1024 * 1024},
    {"k", 1e3},
    {"K", 1e3},
    {"M", 1e6},
    {"G", 1e9},
    {"T", 1e12},
    {"P", 1e15},
}};

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return result;
}

std::optional<Unit> find_plain(std::string_view word) {
  for (const std::string& spelling : {std::string(word), lower(word)}) {
    for (const Named& named : plain_units) {
      if (named.names.find(" " + spelling + " ") != std::string_view::npos) return named.unit;
    }
  }
  return std::nullopt;
}

/// B, kB, MB, MiB, Mb, Mbit, Mbps, gigabyte. Wholly in small letters, b is bytes: "gb" is no bit to
/// anybody.
std::optional<Unit> find_data(std::string_view word) {
  if (word == "B") return Unit{1, 1, 0};
  constexpr std::array<std::pair<std::string_view, char>, 5> long_prefixes{
      {{"kilo", 'K'}, {"mega", 'M'}, {"giga", 'G'}, {"tera", 'T'}, {"peta", 'P'}}};
  std::string short_word(word);
  for (const auto& [name, letter] : long_prefixes) {
    if (lower(word).starts_with(name)) short_word = letter + lower(word).substr(name.size());
  }
  const bool is_small = short_word == lower(short_word);
  if (is_small && short_word.size() > 1) {
    short_word[0] = short_word[0] == 'k' ? 'k' : static_cast<char>(std::toupper(short_word[0]));
  }
  for (const Prefix& prefix : data_prefixes) {
    if (!short_word.starts_with(prefix.name)) continue;
    const std::string rest = short_word.substr(prefix.name.size());
    if (rest == "B" || rest == "byte" || rest == "bytes" || (rest == "b" && is_small)) {
      return Unit{prefix.factor, 1, 0};
    }
    if (rest == "b" || rest == "bit" || rest == "bits") return Unit{prefix.factor / 8, 1, 0};
    if (rest == "bps" || rest == "bit/s") return Unit{prefix.factor / 8, 1, -1};
    if (rest == "Bps") return Unit{prefix.factor, 1, -1};
  }
  return std::nullopt;
}

Unit unit_of_word(std::string_view word) {
  if (const auto plain = find_plain(word)) return *plain;
  return find_data(word).value_or(Unit{});
}

}  // namespace

Unit parse_unit(std::string_view text) {
  Unit result;
  bool is_below = false;
  std::size_t at = 0;
  while (at < text.size()) {
    if (text[at] == '/') is_below = true;
    if (text[at] == ' ' || text[at] == '/' || text[at] == '.') {
      ++at;
      continue;
    }
    const std::size_t end = std::min(text.find_first_of(" /", at), text.size());
    const std::string_view word = text.substr(at, end - at);
    at = end;
    if (word == "per" || word == "a") {
      is_below = true;
      continue;
    }
    const Unit unit = unit_of_word(word);
    result.factor = is_below ? result.factor / unit.factor : result.factor * unit.factor;
    result.data += is_below ? -unit.data : unit.data;
    result.time += is_below ? -unit.time : unit.time;
    result.is_percent = result.is_percent || unit.is_percent;
  }
  return result;
}

}  // namespace practice
