#pragma once

#include <md4c.h>
#include <string>
#include <string_view>

namespace terminal {

/// What md4c reports, with character references decoded and bytes made printable. The texts of code
/// and HTML blocks keep their newlines.
class MarkdownEvents {
 public:
  virtual ~MarkdownEvents() = default;
  virtual void enter_block(MD_BLOCKTYPE type, const void* detail) = 0;
  virtual void leave_block(MD_BLOCKTYPE type) = 0;
  virtual void enter_span(MD_SPANTYPE type, const void* detail) = 0;
  virtual void leave_span(MD_SPANTYPE type) = 0;
  virtual void text(std::string_view text) = 0;
  virtual void code(std::string_view text) = 0;
  virtual void line_break(bool hard) = 0;
};

/// False when the text is too much to take apart: over 256 KiB, or more than 200,000 events (a
/// table can multiply into that). The events so far are then worth nothing.
bool parse_markdown(std::string_view markdown, MarkdownEvents& events);

/// The value of an attribute such as a link's address, decoded and printable.
std::string attribute_text(const MD_ATTRIBUTE& attribute);

}  // namespace terminal
