#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace terminal {

/// What a piece of text is; how that looks is decided in one place. Meaning never hangs on colour
/// alone: the text says it too.
enum class Role { text, strong, emphasis, code, heading, link, muted, good, bad, warning, key };

struct Span {
  std::string text;
  Role role = Role::text;
  bool operator==(const Span&) const = default;
};

/// One line on the screen, without its newline.
using Line = std::vector<Span>;

int display_width(const Line& line);

/// The bytes for a terminal: texts go through `printable`, and with `colour` the roles become SGR
/// sequences (4-bit colours only, every one closed before the end of the line).
std::string encode(const Line& line, bool colour);

/// Breaks a line at spaces so that no part is wider than `width`; the first part starts with
/// `first`, the others with `rest` (both count). A word wider than the room is cut between
/// characters.
std::vector<Line> wrap(const Line& line, int width, std::string_view first = {},
                       std::string_view rest = {});

}  // namespace terminal
