#include <algorithm>
#include <fmt/format.h>

#include "content/lint_rules.hpp"
#include "content/words.hpp"

namespace content {
namespace {

constexpr std::size_t answer_words_max = 450;
constexpr std::size_t follow_ups_min = 2;

struct Range {
  std::size_t min;
  std::size_t max;
};
constexpr Range points_wanted{4, 7};
constexpr Range case_points_wanted{8, 16};

void lint_points(const Item& item, const Open& open, Findings& findings) {
  const auto& points = open.key_points;
  const bool is_case =
      std::ranges::any_of(points, [](const KeyPoint& point) { return point.phase.has_value(); });
  const Range wanted = is_case ? case_points_wanted : points_wanted;
  if (points.size() < wanted.min || points.size() > wanted.max) {
    findings.warning(
        item, "key_points", "point-count",
        fmt::format("has {} key points; {} to {} can be judged after {}", points.size(), wanted.min,
                    wanted.max, is_case ? "a design case" : "an answer of a few minutes"));
  }
  if (std::ranges::none_of(points, &KeyPoint::must)) {
    findings.warning(item, "key_points", "no-must",
                     "has no \"must\": without one every answer passes");
  }
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!points[i].match) {
      findings.warning(item, fmt::format("key_points[{}].match", i), "no-match",
                       "is missing, so that a typed answer cannot be compared with this point");
    }
    if (is_case && !points[i].phase) {
      findings.warning(item, fmt::format("key_points[{}].phase", i), "no-phase",
                       "is missing where other key points have one");
    }
  }
  if (!is_case) return;
  for (std::size_t phase = 0; phase < phase_names.size(); ++phase) {
    const auto is_of_phase = [&](const KeyPoint& point) {
      return point.phase == static_cast<Phase>(phase);
    };
    if (std::ranges::none_of(points, is_of_phase)) {
      findings.warning(item, "key_points", "no-phase",
                       fmt::format("has no point of the phase \"{}\"", phase_names[phase]));
    }
  }
}

void lint_follow_ups(const Item& item, const Open& open, Findings& findings) {
  if (open.follow_ups.size() < follow_ups_min) {
    findings.warning(item, "follow_ups", "few-follow-ups",
                     fmt::format("has {} of at least {}: what an interviewer asks next",
                                 open.follow_ups.size(), follow_ups_min));
  }
  for (std::size_t i = 0; i < open.follow_ups.size(); ++i) {
    if (!open.follow_ups[i].answer.empty()) continue;
    findings.warning(item, fmt::format("follow_ups[{}].answer", i), "no-answer", "is missing");
  }
}

}  // namespace

void lint_open(const Item& item, Findings& findings) {
  const Open& open = *item.open();
  if (const std::size_t count = spoken_words(open.answer); count > answer_words_max) {
    findings.warning(item, "answer", "long-answer",
                     fmt::format("has {} words, code and tables included; more than {} cannot be "
                                 "said in three minutes",
                                 count, answer_words_max));
  }
  lint_points(item, open, findings);
  lint_follow_ups(item, open, findings);
}

}  // namespace content
