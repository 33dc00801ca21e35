#pragma once

#include <string>
#include <vector>

#include "acts.hpp"

/// What perform() should show, worked out by a second breaker that shares no code and no idea with
/// the first: it keeps no counters, but the whole story, and reads every answer off it.
std::string replay(const std::vector<Act>& acts, const breaker::Policy& policy,
                   const breaker::OpenChoices& choices);
