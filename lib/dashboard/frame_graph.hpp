#pragma once

#include <vector>

#include "dashboard/frame.hpp"

namespace dashboard {

/// Clients, the gateway, and an arrow to each service with its breaker on it: one line for each
/// service.
std::vector<FrameLine> graph_lines(const FrameView& view, const FrameShape& shape);

/// The gateway's pool: how full it is, and how many workers the requests need on average (Little's
/// law), which tells of starvation before it comes.
FrameLine pool_line(const FrameView& view, const FrameShape& shape);

}  // namespace dashboard
