#include "nines/asking.hpp"

namespace nines {

using terminal::Reply;
using terminal::Role;

Reply ask_key(terminal::Console& console, const std::string& choices, const std::string& prompt) {
  constexpr int columns_for_reply = 4;
  const terminal::Line line{{" " + choices + " " + prompt, Role::key}};
  if (terminal::display_width(line) + columns_for_reply <= console.width()) {
    return console.ask_key(line);
  }
  console.print_wrapped({{choices, Role::key}}, " ", " ");
  return console.ask_key({{" " + prompt, Role::key}});
}

bool ask_yes(terminal::Console& console, const std::string& question) {
  const Reply reply = ask_key(console, question, "[y/N] ");
  return reply.kind == Reply::Kind::text &&
         (reply.text == "y" || reply.text == "Y" || reply.text == "yes");
}

}  // namespace nines
