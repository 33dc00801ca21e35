#include <algorithm>
#include <iterator>

#include "terminal/text.hpp"
#include "terminal/utf8.hpp"

namespace terminal {
namespace {

struct Likeness {
  char32_t character;
  const char* ascii;
};

/// Sorted by character.
constexpr Likeness likenesses[] = {
    {0x00a0, " "},     {0x00a1, "!"},      {0x00a2, "c"},       {0x00a3, "GBP"},
    {0x00a5, "JPY"},   {0x00a6, "|"},      {0x00a7, "S"},       {0x00a8, "\""},
    {0x00a9, "(c)"},   {0x00ab, "<<"},     {0x00ac, "not "},    {0x00ad, "-"},
    {0x00ae, "(R)"},   {0x00b0, "deg"},    {0x00b1, "+/-"},     {0x00b2, "^2"},
    {0x00b3, "^3"},    {0x00b4, "'"},      {0x00b5, "u"},       {0x00b7, "*"},
    {0x00b9, "^1"},    {0x00bb, ">>"},     {0x00bc, "1/4"},     {0x00bd, "1/2"},
    {0x00be, "3/4"},   {0x00bf, "?"},      {0x00c6, "AE"},      {0x00d0, "D"},
    {0x00d7, "x"},     {0x00d8, "O"},      {0x00de, "Th"},      {0x00df, "ss"},
    {0x00e6, "ae"},    {0x00f0, "d"},      {0x00f7, "/"},       {0x00f8, "o"},
    {0x00fe, "th"},    {0x0110, "D"},      {0x0111, "d"},       {0x0131, "i"},
    {0x0141, "L"},     {0x0142, "l"},      {0x0152, "OE"},      {0x0153, "oe"},
    {0x0394, "Delta"}, {0x03a3, "Sigma"},  {0x03b1, "alpha"},   {0x03b2, "beta"},
    {0x03b3, "gamma"}, {0x03b4, "delta"},  {0x03b5, "epsilon"}, {0x03bb, "lambda"},
    {0x03bc, "u"},     {0x03c0, "pi"},     {0x03c1, "rho"},     {0x03c3, "sigma"},
    {0x03c4, "tau"},   {0x2002, " "},      {0x2003, " "},       {0x2007, " "},
    {0x2009, " "},     {0x200a, " "},      {0x2010, "-"},       {0x2011, "-"},
    {0x2012, "-"},     {0x2013, "-"},      {0x2014, "--"},      {0x2015, "--"},
    {0x2016, "||"},    {0x2018, "'"},      {0x2019, "'"},       {0x201a, "'"},
    {0x201b, "'"},     {0x201c, "\""},     {0x201d, "\""},      {0x201e, "\""},
    {0x201f, "\""},    {0x2020, "+"},      {0x2022, "*"},       {0x2026, "..."},
    {0x202f, " "},     {0x2032, "'"},      {0x2033, "\""},      {0x2039, "<"},
    {0x203a, ">"},     {0x2044, "/"},      {0x2070, "^0"},      {0x2074, "^4"},
    {0x2075, "^5"},    {0x2076, "^6"},     {0x2077, "^7"},      {0x2078, "^8"},
    {0x2079, "^9"},    {0x207b, "^-"},     {0x2080, "0"},       {0x2081, "1"},
    {0x2082, "2"},     {0x2083, "3"},      {0x20ac, "EUR"},     {0x2122, "(TM)"},
    {0x2190, "<-"},    {0x2191, "^"},      {0x2192, "->"},      {0x2193, "v"},
    {0x2194, "<->"},   {0x21a6, "|->"},    {0x21d0, "<="},      {0x21d2, "=>"},
    {0x21d4, "<=>"},   {0x2208, "in"},     {0x2211, "sum"},     {0x2212, "-"},
    {0x2215, "/"},     {0x2217, "*"},      {0x221a, "sqrt"},    {0x221e, "inf"},
    {0x2227, "and"},   {0x2228, "or"},     {0x2229, "n"},       {0x222a, "u"},
    {0x2248, "~"},     {0x2260, "!="},     {0x2261, "=="},      {0x2264, "<="},
    {0x2265, ">="},    {0x226a, "<<"},     {0x226b, ">>"},      {0x2308, "ceil("},
    {0x2309, ")"},     {0x230a, "floor("}, {0x230b, ")"},       {0x2500, "-"},
    {0x2502, "|"},     {0x250c, "+"},      {0x2510, "+"},       {0x2514, "+"},
    {0x2518, "+"},     {0x251c, "+"},      {0x2524, "+"},       {0x252c, "+"},
    {0x2534, "+"},     {0x253c, "+"},      {0x2588, "#"},       {0x2591, "."},
    {0x2592, ":"},     {0x2593, "#"},      {0x25a0, "#"},       {0x25b2, "^"},
    {0x25b6, ">"},     {0x25bc, "v"},      {0x25c0, "<"},       {0x25cb, "o"},
    {0x25cf, "*"},     {0x2605, "*"},      {0x2606, "*"},       {0x2713, "+"},
    {0x2714, "+"},     {0x2717, "x"},      {0x2718, "x"},       {0xfffd, "?"},
};

/// U+00C0 to U+017F without their diacritics, after the decompositions of UnicodeData.txt; '?'
/// where there is none.
constexpr char letters[] =
    "AAAAAA?CEEEEIIII?NOOOOO??UUUUY??aaaaaa?ceeeeiiii?nooooo??uuuuy?yAaAaAaCcCcCcCcDd??EeEeEeEeEeGg"
    "GgGgGgHh??IiIiIiIiI???JjKk?LlLlLl????NnNnNn???OoOoOo??RrRrRrSsSsSsSsTtTt??"
    "UuUuUuUuUuUuWwYyYZzZz"
    "Zz?";
static_assert(sizeof letters == 0x180 - 0xc0 + 1);

void append_ascii(std::string& result, char32_t value) {
  const auto* found = std::lower_bound(
      std::begin(likenesses), std::end(likenesses), value,
      [](const Likeness& entry, char32_t wanted) { return entry.character < wanted; });
  if (found != std::end(likenesses) && found->character == value) {
    result += found->ascii;
  } else if (value >= 0xc0 && value < 0x180) {
    result += letters[value - 0xc0];
  } else {
    std::string itself;
    append_utf8(itself, value);
    // What only modifies its neighbour goes without a trace.
    if (display_width(itself) > 0) result += '?';
  }
}

}  // namespace

std::string to_ascii(std::string_view utf8) {
  std::string result;
  result.reserve(utf8.size());
  while (!utf8.empty()) {
    const CodePoint point = first_code_point(utf8);
    if (!point.valid) {
      result += '?';
    } else if (point.value < 0x80) {
      result += static_cast<char>(point.value);
    } else {
      append_ascii(result, point.value);
    }
    utf8.remove_prefix(point.length);
  }
  return result;
}

}  // namespace terminal
