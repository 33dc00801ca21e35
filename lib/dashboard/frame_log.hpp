#pragma once

#include <vector>

#include "dashboard/frame.hpp"

namespace dashboard {

/// A head and at most `rows - 1` alerts: what fires first, then what pends, then what is over.
std::vector<FrameLine> alert_lines(const FrameView& view, const FrameShape& shape, int rows);

/// A head and the last `rows - 1` entries that the filter lets pass, oldest first. Those of alerts
/// that are pending, firing or lately resolved, and so listed as alerts, make room for others.
std::vector<FrameLine> event_lines(const FrameView& view, const FrameShape& shape, int rows);

/// What the users of each service got with breakers and without, on the same arrivals.
std::vector<FrameLine> twin_lines(const FrameView& view, const FrameShape& shape, int rows);

/// One entry as text: time, kind, service, what happened.
std::string event_text(const simulation::LogEntry& entry, const simulation::Scenario& scenario);

}  // namespace dashboard
