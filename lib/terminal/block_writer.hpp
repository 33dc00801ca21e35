#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "terminal/style.hpp"

namespace terminal {

/// Lays blocks of text under one another, inside containers (quotes, list items) that put their
/// marks in front of every line. The marks take at most half of the width: containers nested deeper
/// than that show none.
class BlockWriter {
 public:
  explicit BlockWriter(int width) : width_(width) {}

  struct Marks {
    std::string first;  ///< before the first line of the container
    std::string rest;   ///< before the others; as wide as `first`
    /// A container without any text still shows its first mark, as an empty list item does.
    bool stands_alone = false;
  };
  void enter(Marks marks);
  void leave();

  /// The columns that text has here.
  int room() const { return width_ - marks_width_; }
  /// Puts a blank line before the next line, unless that would be the first.
  void request_blank() { blank_wanted_ = true; }
  void wrapped(const Line& line);
  /// One line as it is; it should be no wider than room().
  void verbatim(Line line);
  /// Without blank lines at the ends.
  std::vector<Line> finish();

 private:
  struct Container {
    Marks marks;
    int width = 0;
    bool begun = false;
  };

  std::string prefix_of(std::size_t containers);
  std::string take_prefix();
  void put_blank();

  int width_;
  int marks_width_ = 0;
  std::vector<Container> containers_;
  std::size_t unmarked_ = 0;  ///< how many containers are open that show no marks
  std::size_t common_ = 0;    ///< containers that have been open since the last line
  bool blank_wanted_ = false;
  std::vector<Line> lines_;
};

}  // namespace terminal
