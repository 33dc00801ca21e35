#pragma once

#include <string>
#include <string_view>

namespace terminal {

/// The text of a character reference such as `&amp;`, `&#8594;` or `&#x2192;`. Names that are not
/// known stay as they are written; numbers of no character give U+FFFD, as CommonMark asks.
std::string decode_entity(std::string_view reference);

}  // namespace terminal
