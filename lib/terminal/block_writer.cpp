#include "terminal/block_writer.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "terminal/text.hpp"

namespace terminal {

void BlockWriter::enter(Marks marks) {
  const int columns = display_width(marks.first);
  if (unmarked_ > 0 || marks_width_ + columns > width_ / 2) {
    ++unmarked_;
    return;
  }
  marks_width_ += columns;
  containers_.push_back({.marks = std::move(marks), .width = columns, .begun = false});
}

void BlockWriter::leave() {
  if (unmarked_ > 0) {
    --unmarked_;
    return;
  }
  if (containers_.back().marks.stands_alone && !containers_.back().begun) wrapped({});
  marks_width_ -= containers_.back().width;
  containers_.pop_back();
  common_ = std::min(common_, containers_.size());
}

std::string BlockWriter::prefix_of(std::size_t containers) {
  std::string prefix;
  for (std::size_t i = 0; i < containers; ++i) {
    Container& container = containers_[i];
    prefix += container.begun ? container.marks.rest : container.marks.first;
    container.begun = true;
  }
  return prefix;
}

void BlockWriter::put_blank() {
  if (blank_wanted_ && !lines_.empty()) {
    const std::string prefix = prefix_of(common_);
    std::vector<Line> blank = wrap({}, width_, prefix, prefix);
    lines_.insert(lines_.end(), std::move_iterator(blank.begin()), std::move_iterator(blank.end()));
  }
  blank_wanted_ = false;
}

std::string BlockWriter::take_prefix() {
  put_blank();
  common_ = containers_.size();
  return prefix_of(common_);
}

void BlockWriter::wrapped(const Line& line) {
  const std::string first = take_prefix();
  const std::string rest = prefix_of(containers_.size());
  std::vector<Line> parts = wrap(line, width_, first, rest);
  lines_.insert(lines_.end(), std::move_iterator(parts.begin()), std::move_iterator(parts.end()));
}

std::vector<Line> BlockWriter::finish() {
  while (!lines_.empty() && lines_.back().empty()) lines_.pop_back();
  const auto begin =
      std::find_if(lines_.begin(), lines_.end(), [](const Line& line) { return !line.empty(); });
  lines_.erase(lines_.begin(), begin);
  return std::move(lines_);
}

void BlockWriter::verbatim(Line line) {
  const std::string prefix = take_prefix();
  while (!line.empty()) {
    std::string& text = line.back().text;
    text.erase(text.find_last_not_of(' ') + 1);
    if (!text.empty()) break;
    line.pop_back();
  }
  if (line.empty()) {
    lines_.push_back(wrap({}, width_, prefix).front());
    return;
  }
  if (!prefix.empty()) line.insert(line.begin(), Span{.text = prefix, .role = Role::text});
  lines_.push_back(std::move(line));
}

}  // namespace terminal
