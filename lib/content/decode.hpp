#pragma once

#include <cstdint>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "content/item.hpp"

namespace content {

/// The form that ids and topics have.
bool is_slug(std::string_view text);

/// The item that a JSON object is which the schema has accepted.
Item decode(const nlohmann::json& object, Kind kind);

/// Hash of what a reader sees: prompt, options or answer, explanations. It is stored with answers,
/// so it must stay the same from release to release.
std::uint64_t revision_of(const Item& item);

}  // namespace content
