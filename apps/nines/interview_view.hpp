#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "content/item.hpp"
#include "nines/view_text.hpp"
#include "practice/journal.hpp"
#include "practice/key_points.hpp"
#include "terminal/style.hpp"

namespace nines {

/// How long an answer may be, from the item's minutes: two to three for a usual question.
struct SpeakingTarget {
  std::chrono::minutes least;
  std::chrono::minutes most;
};
SpeakingTarget speaking_target(const content::Open& open);
/// "2 to 3 minutes".
std::string describe(const SpeakingTarget& target);
/// 2:24
std::string clock_text(std::chrono::milliseconds time);

std::vector<terminal::Line> interview_question_view(const content::Item& item, const Place& place,
                                                    const ViewLayout& layout);

/// A key point, above the question whether it was said: its number, "must", and with a typed answer
/// what the comparison found.
std::vector<terminal::Line> key_point_view(const content::Open& open, std::size_t number,
                                           const std::optional<practice::PointFinding>& finding,
                                           const ViewLayout& layout);

/// Score and rating, the model answer, what to watch out for, and the errata that bite here.
std::vector<terminal::Line> interview_feedback_view(const content::Item& item,
                                                    const practice::Answer& answer,
                                                    std::span<const content::Item* const> errata,
                                                    const ViewLayout& layout);

std::vector<terminal::Line> follow_up_view(const content::FollowUp& follow_up,
                                           const ViewLayout& layout);
std::vector<terminal::Line> follow_up_answer_view(const content::FollowUp& follow_up,
                                                  const ViewLayout& layout);

/// "Commonly repeated, but wrong: ..." for the first two of them.
std::vector<terminal::Line> errata_view(std::span<const content::Item* const> errata,
                                        const ViewLayout& layout);

/// A line that parts what follows from what stands above.
terminal::Line section_line(const std::string& title, const ViewLayout& layout);

}  // namespace nines
