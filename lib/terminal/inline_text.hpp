#pragma once

#include <cstddef>
#include <md4c.h>
#include <string>
#include <string_view>
#include <vector>

#include "terminal/style.hpp"

namespace terminal {

/// The running text of one block, put together from spans. Code keeps its backticks and struck text
/// its tildes, so that both read well without colour; a link's address stands behind its text.
class InlineText {
 public:
  /// The role of text that is in no span.
  void set_base(Role role) { base_ = role; }

  void enter_span(MD_SPANTYPE type, const void* detail);
  void leave_span(MD_SPANTYPE type);
  void text(std::string_view text);
  void line_break(bool hard);

  /// The lines between hard breaks, empty when there was no text; begins anew.
  std::vector<Line> take();

 private:
  struct Target {
    std::string address;
    std::size_t begin = 0;  ///< where the link's text begins in `flat_`
  };

  Role role() const;
  void append(std::string_view text);
  void end_target();

  Role base_ = Role::text;
  int emphasis_ = 0;
  int strong_ = 0;
  int code_ = 0;
  std::vector<Target> targets_;
  std::string flat_;
  std::vector<Line> lines_;
};

}  // namespace terminal
