#include "terminal/markdown_parser.hpp"

#include <algorithm>
#include <exception>

#include "terminal/entities.hpp"
#include "terminal/text.hpp"

namespace terminal {
namespace {

constexpr std::size_t bytes_max = 256 * 1024;
constexpr std::size_t events_max = 200'000;
/// One long address can be named by a thousand short references: it counts as so many events.
constexpr std::size_t address_bytes_per_event = 16;

constexpr std::string_view replacement_character = "\xef\xbf\xbd";

/// Carries the events over md4c's C callbacks, which no exception may cross.
class Relay {
 public:
  explicit Relay(MarkdownEvents& events) : events_(events) {}

  template <typename Call>
  int forward(Call call, std::size_t cost = 1) noexcept {
    count_ += cost;
    if (count_ > events_max) return 1;
    try {
      call(events_);
      return 0;
    } catch (...) {
      failure_ = std::current_exception();
      return 1;
    }
  }

  void rethrow() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  MarkdownEvents& events_;
  std::size_t count_ = 0;
  std::exception_ptr failure_;
};

template <typename Call>
int forward(void* relay, Call call, std::size_t cost = 1) {
  return static_cast<Relay*>(relay)->forward(call, cost);
}

std::size_t cost_of(MD_SPANTYPE type, const void* detail) {
  std::size_t bytes = 0;
  if (type == MD_SPAN_A) bytes = static_cast<const MD_SPAN_A_DETAIL*>(detail)->href.size;
  if (type == MD_SPAN_IMG) bytes = static_cast<const MD_SPAN_IMG_DETAIL*>(detail)->src.size;
  return 1 + bytes / address_bytes_per_event;
}

void report_text(MarkdownEvents& events, MD_TEXTTYPE type, std::string_view text) {
  switch (type) {
    case MD_TEXT_NULLCHAR:
      return events.text(replacement_character);
    case MD_TEXT_BR:
      return events.line_break(true);
    case MD_TEXT_SOFTBR:
      return events.line_break(false);
    case MD_TEXT_ENTITY:
      return events.text(printable(decode_entity(text)));
    case MD_TEXT_CODE:
      return events.code(printable(text, true));
    default:
      return events.text(printable(text, true));
  }
}

}  // namespace

bool parse_markdown(std::string_view markdown, MarkdownEvents& events) {
  if (markdown.size() > bytes_max) return false;
  MD_PARSER parser{};
  parser.flags = MD_FLAG_COLLAPSEWHITESPACE | MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH;
  parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* relay) {
    return forward(relay, [=](MarkdownEvents& to) { to.enter_block(type, detail); });
  };
  parser.leave_block = [](MD_BLOCKTYPE type, void*, void* relay) {
    return forward(relay, [=](MarkdownEvents& to) { to.leave_block(type); });
  };
  parser.enter_span = [](MD_SPANTYPE type, void* detail, void* relay) {
    return forward(
        relay, [=](MarkdownEvents& to) { to.enter_span(type, detail); }, cost_of(type, detail));
  };
  parser.leave_span = [](MD_SPANTYPE type, void*, void* relay) {
    return forward(relay, [=](MarkdownEvents& to) { to.leave_span(type); });
  };
  parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* relay) {
    const std::string_view view(text, size);
    return forward(relay, [=](MarkdownEvents& to) { report_text(to, type, view); });
  };
  Relay relay(events);
  const int status =
      md_parse(markdown.data(), static_cast<MD_SIZE>(markdown.size()), &parser, &relay);
  relay.rethrow();
  return status == 0;
}

std::string attribute_text(const MD_ATTRIBUTE& attribute) {
  std::string result;
  for (std::size_t i = 0; attribute.size > 0 && attribute.substr_offsets[i] < attribute.size; ++i) {
    const MD_OFFSET begin = attribute.substr_offsets[i];
    const std::string_view part(attribute.text + begin, attribute.substr_offsets[i + 1] - begin);
    switch (attribute.substr_types[i]) {
      case MD_TEXT_ENTITY:
        result += decode_entity(part);
        break;
      case MD_TEXT_NULLCHAR:
        result += replacement_character;
        break;
      default:
        result += part;
    }
  }
  return printable(result);
}

}  // namespace terminal
