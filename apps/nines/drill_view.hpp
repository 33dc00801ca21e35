#pragma once

#include <vector>

#include "nines/view_text.hpp"
#include "practice/drill.hpp"
#include "terminal/style.hpp"

namespace nines {

std::vector<terminal::Line> drill_question_view(const practice::DrawnDrill& drill,
                                                const Place& place, const ViewLayout& layout);

/// Right or wrong, what may have happened, and the worked solution.
std::vector<terminal::Line> drill_feedback_view(const practice::DrawnDrill& drill,
                                                const practice::DrillVerdict& verdict,
                                                const ViewLayout& layout);

}  // namespace nines
