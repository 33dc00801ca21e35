#include "terminal/entities.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <iterator>

#include "terminal/utf8.hpp"

namespace terminal {
namespace {

struct Name {
  std::string_view name;
  char32_t value;
};

/// Those that technical prose uses, out of the 2,231 of HTML. Sorted by name.
constexpr Name names[] = {
    {"Delta", 0x394},   {"Omega", 0x3a9},  {"Sigma", 0x3a3},   {"alpha", 0x3b1},  {"amp", '&'},
    {"and", 0x2227},    {"apos", '\''},    {"asymp", 0x2248},  {"beta", 0x3b2},   {"bull", 0x2022},
    {"cap", 0x2229},    {"cent", 0xa2},    {"check", 0x2713},  {"copy", 0xa9},    {"cup", 0x222a},
    {"darr", 0x2193},   {"deg", 0xb0},     {"delta", 0x3b4},   {"divide", 0xf7},  {"eacute", 0xe9},
    {"epsilon", 0x3b5}, {"equiv", 0x2261}, {"euro", 0x20ac},   {"frac12", 0xbd},  {"frac14", 0xbc},
    {"gamma", 0x3b3},   {"ge", 0x2265},    {"gt", '>'},        {"hArr", 0x21d4},  {"harr", 0x2194},
    {"hellip", 0x2026}, {"infin", 0x221e}, {"isin", 0x2208},   {"lArr", 0x21d0},  {"lambda", 0x3bb},
    {"laquo", 0xab},    {"larr", 0x2190},  {"lceil", 0x2308},  {"ldquo", 0x201c}, {"le", 0x2264},
    {"lfloor", 0x230a}, {"lsquo", 0x2018}, {"lt", '<'},        {"mdash", 0x2014}, {"micro", 0xb5},
    {"middot", 0xb7},   {"minus", 0x2212}, {"mu", 0x3bc},      {"nbsp", 0xa0},    {"ndash", 0x2013},
    {"ne", 0x2260},     {"not", 0xac},     {"omega", 0x3c9},   {"or", 0x2228},    {"ouml", 0xf6},
    {"para", 0xb6},     {"pi", 0x3c0},     {"plusmn", 0xb1},   {"pound", 0xa3},   {"quot", '"'},
    {"rArr", 0x21d2},   {"radic", 0x221a}, {"raquo", 0xbb},    {"rarr", 0x2192},  {"rceil", 0x2309},
    {"rdquo", 0x201d},  {"reg", 0xae},     {"rfloor", 0x230b}, {"rho", 0x3c1},    {"rsquo", 0x2019},
    {"sect", 0xa7},     {"sigma", 0x3c3},  {"sum", 0x2211},    {"sup2", 0xb2},    {"sup3", 0xb3},
    {"tau", 0x3c4},     {"times", 0xd7},   {"trade", 0x2122},  {"uarr", 0x2191},  {"uuml", 0xfc},
    {"yen", 0xa5},
};

std::string from_number(std::string_view digits) {
  int base = 10;
  if (digits.starts_with('x') || digits.starts_with('X')) {
    base = 16;
    digits.remove_prefix(1);
  }
  std::uint32_t value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  const bool is_number = error == std::errc() && end == digits.data() + digits.size();
  constexpr char32_t none = 0xfffd;
  std::string result;
  append_utf8(result, is_number && value != 0 ? static_cast<char32_t>(value) : none);
  return result;
}

}  // namespace

std::string decode_entity(std::string_view reference) {
  std::string_view name = reference;
  if (name.starts_with('&')) name.remove_prefix(1);
  if (name.ends_with(';')) name.remove_suffix(1);
  if (name.starts_with('#')) return from_number(name.substr(1));

  const auto* found = std::lower_bound(
      std::begin(names), std::end(names), name,
      [](const Name& entry, std::string_view wanted) { return entry.name < wanted; });
  if (found == std::end(names) || found->name != name) return std::string(reference);
  std::string result;
  append_utf8(result, found->value);
  return result;
}

}  // namespace terminal
