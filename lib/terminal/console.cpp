#include "terminal/console.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <unistd.h>

#include "base/error.hpp"
#include "terminal/input.hpp"
#include "terminal/keys.hpp"
#include "terminal/line_editor.hpp"
#include "terminal/output.hpp"
#include "terminal/terminal_mode.hpp"
#include "terminal/text.hpp"

namespace terminal {
namespace {

constexpr int text_columns_max = 100;
constexpr int clock_tick_ms = 500;

bool uses_keys(const Capabilities& capabilities) {
  return capabilities.single_key || capabilities.line_editing;
}

Line in_ascii(Line line) {
  for (Span& span : line) span.text = to_ascii(printable(span.text));
  return line;
}

}  // namespace

struct Console::State {
  explicit State(const Capabilities& given) : capabilities(given) {
    if (capabilities.interactive) mode.emplace(uses_keys(capabilities));
  }

  Capabilities capabilities;
  /// A terminal shows what is typed into it; a transcript has to say it.
  bool echoes_lines = ::isatty(STDIN_FILENO) == 0 || ::isatty(STDOUT_FILENO) == 0;
  Input input{STDIN_FILENO};
  std::optional<TerminalMode> mode;
  std::optional<LineEditor> editor;
  std::vector<std::string> history;  ///< until there is an editor

  std::string encoded(const Line& line) const {
    if (capabilities.utf8) return encode(line, capabilities.color_output);
    return encode(in_ascii(line), capabilities.color_output);
  }

  bool can_read_keys() const { return mode && capabilities.single_key; }
  bool can_edit_lines() const { return mode && capabilities.line_editing; }

  void end_prompt_line() { write_output("\n"); }

  LineEditor& line_editor() {
    if (!editor) {
      editor.emplace(input, *mode);
      editor->set_history(history);
    }
    return *editor;
  }

  Reply read_key(const Line& prompt, const ClockFace& clock = {});
  Reply read_line(const Line& prompt, const ClockFace& clock = {});
  void show_clock(const Line& prompt, const ClockFace& clock);
  void announce(const Line& prompt, const ClockFace& clock);
  Reply edit_line(const Line& prompt, const Completer* completer);
  Reply finish_key(Reply reply);
};

Reply Console::State::finish_key(Reply reply) {
  write_output(encoded({{.text = reply.text}}) + "\n");
  return reply;
}

/// Rewrites the line that the cursor is in. Blanks wipe what was longer before: no escape sequence
/// is needed.
void Console::State::show_clock(const Line& prompt, const ClockFace& clock) {
  const int room = columns() - 1;
  std::string text = clock().live;
  const std::string wiped(static_cast<std::size_t>(room), ' ');
  Line line{{.text = std::move(text)}};
  line.insert(line.end(), prompt.begin(), prompt.end());
  if (display_width(line) > room) line.erase(line.begin() + 1, line.end());
  write_output("\r" + wiped + "\r" + encoded(line));
}

void Console::State::announce(const Line& prompt, const ClockFace& clock) {
  const std::string text = clock().announcement;
  if (!text.empty()) write_output("\n" + encoded({{.text = text}}) + "\n" + encoded(prompt));
}

Reply Console::State::read_key(const Line& prompt, const ClockFace& clock) {
  const Asking asking;
  const auto show = [&] { clock ? show_clock(prompt, clock) : write_output(encoded(prompt)); };
  show();
  KeyDecoder decoder;
  while (true) {
    const int patience_ms = decoder.is_waiting() ? key_timeout_ms : clock ? clock_tick_ms : -1;
    const Input::Result result = input.next(patience_ms);
    std::optional<Key> key;
    switch (result.event) {
      case Input::Event::byte:
        key = decoder.feed(result.byte);
        break;
      case Input::Event::timeout:
        decoder.give_up();
        if (clock) show();
        break;
      case Input::Event::resumed:
        show();
        break;
      case Input::Event::resized:
        break;
      case Input::Event::interrupted:
        return finish_key({.kind = Reply::Kind::interrupted});
      case Input::Event::end:
        return finish_key({.kind = Reply::Kind::end});
    }
    if (!key) continue;
    if (key->kind == Key::Kind::text) return finish_key({.text = key->text});
    if (key->kind == Key::Kind::enter) return finish_key({});
    if (key->kind == Key::Kind::end) return finish_key({.kind = Reply::Kind::end});
    if (key->kind == Key::Kind::interrupt) return finish_key({.kind = Reply::Kind::interrupted});
  }
}

Reply Console::State::read_line(const Line& prompt, const ClockFace& clock) {
  const Asking asking;
  if (mode) mode->leave();
  write_output(encoded(prompt));
  Reply reply;
  while (true) {
    const Input::Result result = input.next(clock ? clock_tick_ms : -1);
    if (result.event == Input::Event::timeout) announce(prompt, clock);
    if (result.event == Input::Event::resumed) write_output(encoded(prompt));
    if (result.event == Input::Event::interrupted) {
      reply = {.kind = Reply::Kind::interrupted};
      break;
    }
    if (result.event == Input::Event::end) {
      // A last line without its newline is a line.
      if (reply.text.empty()) reply.kind = Reply::Kind::end;
      break;
    }
    if (result.event != Input::Event::byte) continue;
    if (result.byte == '\n') break;
    reply.text += result.byte;
    if (reply.text.size() > line_bytes_max) {
      end_prompt_line();
      throw base::Error(fmt::format("a line of the input is longer than {} bytes", line_bytes_max),
                        "Break it up, or check that the input is text.");
    }
  }
  if (mode) mode->enter();
  if (reply.text.ends_with('\r')) reply.text.pop_back();
  if (echoes_lines) {
    write_output(encoded({{.text = reply.text}}) + "\n");
  } else if (reply.kind != Reply::Kind::text) {
    end_prompt_line();
  }
  return reply;
}

Reply Console::State::edit_line(const Line& prompt, const Completer* completer) {
  const Asking asking;
  std::string text;
  for (const Span& span : prompt) text += to_ascii(printable(span.text));
  // The editor needs a prompt in one line, with room for the text behind it.
  if (display_width(text) > columns() / 2) {
    write_output(encoded(prompt) + "\n");
    text = "> ";
  }
  Reply reply = line_editor().read(text, completer);
  if (reply.kind == Reply::Kind::end) end_prompt_line();
  return reply;
}

Console::Console(const Capabilities& capabilities)
    : state_(std::make_unique<State>(capabilities)) {}
Console::~Console() = default;

const Capabilities& Console::capabilities() const {
  return state_->capabilities;
}

int Console::width() const {
  return std::min(columns(), text_columns_max);
}

int Console::height() const {
  return rows();
}

void Console::print(const Line& line) {
  write_output(state_->encoded(line) + "\n");
}

void Console::print(const std::vector<Line>& lines) {
  std::string bytes;
  for (const Line& line : lines) bytes.append(state_->encoded(line)).append("\n");
  write_output(bytes);
}

void Console::print_wrapped(const Line& line, std::string_view first, std::string_view rest) {
  if (state_->capabilities.utf8) return print(wrap(line, width(), first, rest));
  // In ASCII first: it may take more columns.
  print(wrap(in_ascii(line), width(), to_ascii(first), to_ascii(rest)));
}

Reply Console::ask_key(const Line& prompt) {
  return state_->can_read_keys() ? state_->read_key(prompt) : state_->read_line(prompt);
}

Reply Console::ask_key(const Line& prompt, const ClockFace& clock) {
  return state_->can_read_keys() ? state_->read_key(prompt, clock)
                                 : state_->read_line(prompt, clock);
}

Reply Console::ask_line(const Line& prompt) {
  return state_->can_edit_lines() ? state_->edit_line(prompt, nullptr) : state_->read_line(prompt);
}

Reply Console::ask_command(const std::string& prompt, const Completer& completer) {
  const Line line{{.text = prompt}};
  return state_->can_edit_lines() ? state_->edit_line(line, &completer) : state_->read_line(line);
}

void Console::set_history(const std::vector<std::string>& lines) {
  state_->history = lines;
  if (state_->editor) state_->editor->set_history(lines);
}

void Console::add_history(const std::string& line) {
  if (state_->editor) {
    state_->editor->add_history(line);
  } else if (state_->can_edit_lines()) {
    state_->history.push_back(line);
  }
}

}  // namespace terminal
