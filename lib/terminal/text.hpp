#pragma once

#include <string>
#include <string_view>

namespace terminal {

/// Text made safe to send to a terminal: C0 and C1 control characters (ESC too), DEL, bidirectional
/// overrides and invalid UTF-8 become visible replacements; newline and tab stay only when
/// `keep_newlines` (tab then becomes spaces).
std::string printable(std::string_view utf8, bool keep_newlines = false);

/// The columns the text takes on a terminal: wide characters take two, combining ones none.
/// Works on UTF-8 whatever the locale is.
int display_width(std::string_view utf8);

/// The longest prefix of whole characters that takes at most `columns`.
std::string_view clip(std::string_view utf8, int columns);

/// For a terminal that shows no UTF-8: typographic characters become their ASCII likeness, what has
/// none becomes '?'.
std::string to_ascii(std::string_view utf8);

/// Whether the bytes are well-formed UTF-8.
bool is_valid_utf8(std::string_view bytes);

}  // namespace terminal
