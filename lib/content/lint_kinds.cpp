#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <variant>

#include "content/figure.hpp"
#include "content/formula.hpp"
#include "content/item_texts.hpp"
#include "content/lint_rules.hpp"
#include "content/words.hpp"

namespace content {
namespace {

constexpr std::size_t truth_words_max = 180;
constexpr std::size_t article_words_max = 1800;
constexpr std::size_t words_without_heading_max = 400;
/// What an 80-column terminal shows of code and drawings, which are not wrapped.
constexpr std::size_t block_columns_max = 76;

bool has_heading(const std::string& markdown) {
  return markdown.starts_with("#") || markdown.find("\n#") != std::string::npos;
}

/// The longest line of the fenced blocks, in bytes: they are ASCII where they are drawings.
std::size_t widest_block_line(const std::string& markdown) {
  std::size_t widest = 0;
  bool is_inside = false;
  for (std::size_t at = 0; at < markdown.size();) {
    const std::size_t end = std::min(markdown.find('\n', at), markdown.size());
    const std::string_view line(markdown.data() + at, end - at);
    if (line.starts_with("```")) {
      is_inside = !is_inside;
    } else if (is_inside) {
      widest = std::max(widest, line.size());
    }
    at = end + 1;
  }
  return widest;
}

}  // namespace

void lint_texts(const Item& item, Findings& findings) {
  for (const auto& [field, text] : texts_of(item)) {
    if (const std::size_t width = widest_block_line(*text); width > block_columns_max) {
      findings.warning(item, field, "wide-block",
                       fmt::format("has a block with a line of {} columns; over {} it does not fit "
                                   "a terminal",
                                   width, block_columns_max));
    }
  }
  for (std::size_t i = 0; i < item.numbers.size(); ++i) {
    if (const auto fault = fault_of(item.numbers[i], item)) {
      findings.error(item, fmt::format("numbers[{}]", i), "wrong-number", *fault);
    }
  }
}

void lint_article(const Item& item, Findings& findings) {
  const std::string& body = item.article()->body;
  const std::size_t count = spoken_words(body);
  if (count > article_words_max) {
    findings.warning(
        item, "body", "long-article",
        fmt::format("has {} words; over {} make two articles of it", count, article_words_max));
  }
  if (count > words_without_heading_max && !has_heading(body)) {
    findings.warning(item, "body", "no-headings", "has no headings to find one's way by");
  }
}

void lint_erratum(const Item& item, Findings& findings) {
  if (const std::size_t count = spoken_words(item.erratum()->truth); count > truth_words_max) {
    findings.warning(item, "true", "long-truth",
                     fmt::format("has {} words; over {} it is an article", count, truth_words_max));
  }
}

void lint_drill(const Item& item, Findings& findings) {
  const Drill& drill = *item.drill();
  if (!drill.sample) {
    findings.warning(item, "sample", "no-sample",
                     "is missing, so that nothing shows that the formula is the right one");
    return;
  }
  const auto names = drill.names();
  const auto value = [&](const std::string& formula) {
    // The loader has parsed it.
    return std::get<Formula>(Formula::parse(formula, names)).evaluate(drill.sample->values);
  };
  if (!drill.constraint.empty() && value(drill.constraint).value_or(0) == 0) {
    findings.error(item, "sample", "wrong-sample", "does not satisfy the constraint");
  }
  const auto answer = value(drill.answer);
  if (!answer) {
    findings.error(item, "sample", "wrong-sample", "has no finite answer by the formula");
  } else if (!drill.tolerance.accepts(*answer, drill.sample->answer)) {
    findings.error(
        item, "sample.answer", "wrong-sample",
        fmt::format("is {:.10g}; the formula gives {:.10g}", drill.sample->answer, *answer));
  }
}

}  // namespace content
