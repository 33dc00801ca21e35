#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace terminal {

/// The known word that was most likely meant: within one typing slip (a letter changed, missing,
/// too much, or swapped with its neighbour) for words of up to four letters, two up to eight, three
/// above; or the only one that the word begins. The first of `known` where several are as near;
/// absent when none is near enough.
std::optional<std::string> nearest(std::string_view word, std::span<const std::string> known);

}  // namespace terminal
