#pragma once

// The JSON library, for all sources that use it: its header is read once for all of them, as a
// precompiled header, and what they all need of its templates is compiled once, in json.cpp. Without
// this it takes more time than everything else together.

#include <nlohmann/json.hpp>
#include <string>

extern template class nlohmann::basic_json<>;
extern template class nlohmann::detail::serializer<nlohmann::json>;
