#include "terminal/inline_text.hpp"

#include <algorithm>
#include <utility>

#include "terminal/markdown_parser.hpp"

namespace terminal {

Role InlineText::role() const {
  if (code_ > 0) return Role::code;
  if (!targets_.empty()) return Role::link;
  if (strong_ > 0) return Role::strong;
  if (emphasis_ > 0) return Role::emphasis;
  return base_;
}

void InlineText::append(std::string_view text) {
  if (text.empty()) return;
  if (lines_.empty()) lines_.emplace_back();
  Line& line = lines_.back();
  const Role now = role();
  if (!line.empty() && line.back().role == now) {
    line.back().text += text;
  } else {
    line.push_back({.text = std::string(text), .role = now});
  }
  flat_ += text;
}

void InlineText::text(std::string_view text) {
  while (true) {
    const std::size_t end = text.find('\n');
    append(text.substr(0, end));
    if (end == std::string_view::npos) return;
    line_break(true);
    text.remove_prefix(end + 1);
  }
}

void InlineText::line_break(bool hard) {
  if (!hard) {
    append(" ");
    return;
  }
  if (lines_.empty()) lines_.emplace_back();
  lines_.emplace_back();
}

void InlineText::enter_span(MD_SPANTYPE type, const void* detail) {
  switch (type) {
    case MD_SPAN_EM:
      ++emphasis_;
      break;
    case MD_SPAN_STRONG:
      ++strong_;
      break;
    case MD_SPAN_CODE:
      ++code_;
      append("`");
      break;
    case MD_SPAN_DEL:
      append("~~");
      break;
    case MD_SPAN_A:
      targets_.push_back(
          {.address = attribute_text(static_cast<const MD_SPAN_A_DETAIL*>(detail)->href),
           .begin = flat_.size()});
      break;
    case MD_SPAN_IMG:
      append("[image: ");
      targets_.push_back(
          {.address = attribute_text(static_cast<const MD_SPAN_IMG_DETAIL*>(detail)->src),
           .begin = flat_.size()});
      break;
    default:
      break;
  }
}

void InlineText::leave_span(MD_SPANTYPE type) {
  switch (type) {
    case MD_SPAN_EM:
      --emphasis_;
      break;
    case MD_SPAN_STRONG:
      --strong_;
      break;
    case MD_SPAN_CODE:
      append("`");
      --code_;
      break;
    case MD_SPAN_DEL:
      append("~~");
      break;
    case MD_SPAN_IMG:
      append("]");
      end_target();
      break;
    case MD_SPAN_A:
      end_target();
      break;
    default:
      break;
  }
}

void InlineText::end_target() {
  const Target target = std::move(targets_.back());
  targets_.pop_back();
  const std::string_view shown = std::string_view(flat_).substr(target.begin);
  constexpr std::string_view mail = "mailto:";
  std::string_view address = target.address;
  if (address.empty() || shown == address) return;
  if (address.starts_with(mail) && shown == address.substr(mail.size())) return;
  append(shown.empty() ? "(" : " (");
  append(address);
  append(")");
}

std::vector<Line> InlineText::take() {
  flat_.clear();
  // A break behind the last text is no line.
  while (!lines_.empty() && lines_.back().empty()) lines_.pop_back();
  return std::exchange(lines_, {});
}

}  // namespace terminal
