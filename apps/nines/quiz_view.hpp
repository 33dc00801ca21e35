#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "nines/view_text.hpp"
#include "practice/quiz.hpp"
#include "practice/statistics.hpp"
#include "terminal/style.hpp"

namespace nines {

/// The letter of the option shown at this place: a, b, c, ...
char option_letter(std::size_t place);

std::vector<terminal::Line> question_view(const practice::Question& question, std::size_t number,
                                          std::size_t count, const ViewLayout& layout);

/// Whether the answer was right, the marks, and for every option why it is right or wrong.
std::vector<terminal::Line> feedback_view(const practice::Question& question,
                                          const practice::Answer& answer, const ViewLayout& layout);

std::vector<terminal::Line> sources_view(const content::Item& item, const ViewLayout& layout);

/// Why this question is asked now: what has happened with it before.
std::vector<terminal::Line> reason_view(const content::Item& item,
                                        std::span<const practice::Answered> history, bool weak,
                                        const ViewLayout& layout);

/// Score and topics of the run; calibration from all answers once there are enough.
std::vector<terminal::Line> summary_view(const practice::Summary& run, std::size_t skipped,
                                         const practice::Summary& all, const ViewLayout& layout);

/// How often answers of each certainty were right; empty while there are too few to say.
std::vector<terminal::Line> calibration_view(const practice::Summary& summary, int width);

/// One row a topic, aligned.
std::vector<terminal::Line> topics_view(const std::vector<practice::TopicScore>& topics,
                                        const ViewLayout& layout);

}  // namespace nines
