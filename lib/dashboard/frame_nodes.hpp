#pragma once

#include <string_view>
#include <vector>

#include "dashboard/frame.hpp"

namespace dashboard {

Tone tone_of(simulation::Health health);
std::string_view symbol_of(simulation::Health health, bool unicode);

/// The gateway, when there is one, and as many services as fit into `rows`; the worst when they do
/// not all fit. With the table's head.
std::vector<FrameLine> node_table(const FrameView& view, const FrameShape& shape, int rows);

/// The same in under 40 columns, without a head.
std::vector<FrameLine> node_list(const FrameView& view, const FrameShape& shape, int rows);

/// Breaker, window and occupancy of each service, for large screens. With a head.
std::vector<FrameLine> breaker_table(const FrameView& view, const FrameShape& shape, int rows);

/// How the latencies of each service are distributed, for large screens. With a head.
std::vector<FrameLine> latency_table(const FrameView& view, const FrameShape& shape, int rows);

}  // namespace dashboard
