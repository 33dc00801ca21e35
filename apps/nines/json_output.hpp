#pragma once

#include <map>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "nines/context.hpp"
#include "practice/statistics.hpp"

namespace nines {

/// Prints a result, as ASCII, so that nothing in it can reach a terminal as an escape sequence.
/// Throws base::Error when the output fails.
void print_json(const nlohmann::ordered_json& value, const Context& context);

nlohmann::ordered_json json_of(const practice::Share& share);
nlohmann::ordered_json json_of(const std::vector<practice::TopicScore>& topics);
nlohmann::ordered_json json_of(const std::map<content::Kind, practice::Share>& by_kind);
/// By certainty "1", "2", "3".
nlohmann::ordered_json json_of(const std::map<int, practice::Share>& by_certainty);

}  // namespace nines
