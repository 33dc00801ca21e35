#include "terminal/line_editor.hpp"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <fcntl.h>
#include <histedit.h>
#include <string_view>
#include <unistd.h>

#include "base/error.hpp"
#include "terminal/completion.hpp"
#include "terminal/keys.hpp"
#include "terminal/text.hpp"
#include "terminal/utf8.hpp"

namespace terminal {
namespace {

constexpr int history_lines_max = 1000;

/// Commands that are bound to Alt sequences elsewhere get a byte here that no key sends.
constexpr wchar_t next_word[] = L"\x1d";
constexpr wchar_t previous_word[] = L"\x1e";
constexpr wchar_t delete_next_word[] = L"\x1f";

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

File open_output() {
  const int fd = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
  File file(fd < 0 ? nullptr : ::fdopen(fd, "w"));
  if (!file && fd >= 0) ::close(fd);
  return file;
}

std::wstring to_wide(std::string_view text) {
  std::wstring result;
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    result += static_cast<wchar_t>(point.valid ? point.value : 0xfffd);
    text.remove_prefix(point.length);
  }
  return result;
}

std::string from_wide(std::wstring_view text) {
  std::string result;
  for (const wchar_t character : text) append_utf8(result, static_cast<char32_t>(character));
  return result;
}

/// The control keys that the editor gets. Left out are those that would begin a sequence, quote the
/// next byte or list bindings.
bool is_editing_key(char control) {
  constexpr std::string_view letters = "ABEFGKLNPRTUWY";
  return letters.find(static_cast<char>(control + 0x40)) != std::string_view::npos;
}

}  // namespace

struct LineEditor::State {
  State(Input& given_input, TerminalMode& given_mode) : input(given_input), mode(given_mode) {}
  ~State() {
    if (editor != nullptr) el_end(editor);
    if (history != nullptr) history_wend(history);
    if (no_history != nullptr) history_wend(no_history);
    mode.enter();
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  Input& input;
  TerminalMode& mode;
  File output;
  File errors;
  EditLine* editor = nullptr;
  HistoryW* history = nullptr;
  HistoryW* no_history = nullptr;

  // The line that is being read.
  std::wstring prompt;
  const Completer* completer = nullptr;
  Reply::Kind outcome = Reply::Kind::text;
  bool is_in_mode = false;
  KeyDecoder decoder;
  std::wstring keys;  ///< what a key stands for and the editor has not fetched yet
  std::size_t keys_used = 0;
  std::exception_ptr failure;

  static State& of(EditLine* editor) {
    void* state = nullptr;
    el_wget(editor, EL_CLIENTDATA, &state);
    return *static_cast<State*>(state);
  }

  static wchar_t* give_prompt(EditLine* editor) { return of(editor).prompt.data(); }
  static int give_key(EditLine* editor, wchar_t* key) {
    State& state = of(editor);
    // No exception may cross libedit.
    try {
      return state.next_key(*key);
    } catch (...) {
      return state.stop(std::current_exception());
    }
  }
  static unsigned char complete_word(EditLine* editor, int) {
    State& state = of(editor);
    try {
      return state.complete();
    } catch (...) {
      state.stop(std::current_exception());
      return CC_EOF;
    }
  }

  int stop(std::exception_ptr why) {
    failure = std::move(why);
    outcome = Reply::Kind::end;
    return 0;
  }

  int next_key(wchar_t& key);
  void queue(const Key& key);
  unsigned char complete();
  void redraw() { el_wset(editor, EL_REFRESH); }
  /// Terminals of today lay out anew what they show: that tells where the line begins now.
  void follow_new_width() {
    const int width = display_width(from_wide(prompt)) + display_width(from_wide(before_cursor()));
    if (const int rows = width / columns(); rows > 0) {
      std::fprintf(output.get(), "\x1b[%dA", rows);
    }
    std::fputs("\r\x1b[J", output.get());
    el_resize(editor);
    redraw();
  }
  std::wstring_view before_cursor() const {
    const LineInfoW* line = el_wline(editor);
    return {line->buffer, static_cast<std::size_t>(line->cursor - line->buffer)};
  }
  bool is_cursor_at_end() const {
    const LineInfoW* line = el_wline(editor);
    return line->cursor == line->lastchar;
  }
  bool is_full() const {
    const LineInfoW* line = el_wline(editor);
    return static_cast<std::size_t>(line->lastchar - line->buffer) >= line_bytes_max / 4;
  }
};

int LineEditor::State::next_key(wchar_t& key) {
  if (!is_in_mode) {
    // The editor has set a mode of its own just now; ours is as good, and our handlers know it.
    mode.enter();
    is_in_mode = true;
  }
  while (true) {
    if (outcome == Reply::Kind::end) return 0;
    if (outcome == Reply::Kind::interrupted) {
      // Ending the line is what brings the cursor behind all of it.
      key = L'\n';
      return 1;
    }
    if (keys_used < keys.size()) {
      key = keys[keys_used++];
      return 1;
    }
    keys.clear();
    keys_used = 0;
    const Input::Result result = input.next(decoder.is_waiting() ? key_timeout_ms : -1);
    switch (result.event) {
      case Input::Event::byte:
        if (const auto pressed = decoder.feed(result.byte)) queue(*pressed);
        break;
      case Input::Event::timeout:
        decoder.give_up();
        break;
      case Input::Event::interrupted:
        decoder.give_up();
        outcome = Reply::Kind::interrupted;
        break;
      case Input::Event::resized:
        follow_new_width();
        break;
      case Input::Event::resumed:
        redraw();
        break;
      case Input::Event::end:
        outcome = Reply::Kind::end;
        break;
    }
  }
}

void LineEditor::State::queue(const Key& key) {
  using Kind = Key::Kind;
  const auto control = [](char letter) { return std::wstring(1, letter & 0x1f); };
  switch (key.kind) {
    case Kind::text:
    case Kind::pasted:
      if (!is_full()) keys = to_wide(key.text);
      break;
    case Kind::control:
      if (is_editing_key(key.text[0])) keys = to_wide(key.text);
      break;
    case Kind::meta:
      if (key.text == "b") keys = previous_word;
      if (key.text == "f") keys = next_word;
      if (key.text == "d") keys = delete_next_word;
      if (key.text == "\x7f") keys = control('W');
      break;
    case Kind::enter:
      keys = L"\n";
      break;
    case Kind::tab:
      keys = L"\t";
      break;
    case Kind::backspace:
      keys = L"\x7f";
      break;
    case Kind::interrupt:
      outcome = Reply::Kind::interrupted;
      break;
    case Kind::end:
      if (before_cursor().empty() && is_cursor_at_end()) {
        outcome = Reply::Kind::end;
        break;
      }
      [[fallthrough]];
    case Kind::delete_forward:
      // At the end of the line it would list completions, in an empty one end the input.
      if (!is_cursor_at_end()) keys = control('D');
      break;
    case Kind::up:
      keys = control('P');
      break;
    case Kind::down:
      keys = control('N');
      break;
    case Kind::left:
      keys = control('B');
      break;
    case Kind::right:
      keys = control('F');
      break;
    case Kind::line_begin:
      keys = control('A');
      break;
    case Kind::line_end:
      keys = control('E');
      break;
    case Kind::word_left:
      keys = previous_word;
      break;
    case Kind::word_right:
      keys = next_word;
      break;
    case Kind::other:
      break;
  }
}

unsigned char LineEditor::State::complete() {
  if (completer == nullptr || !*completer) return CC_NORM;
  const std::string before = from_wide(before_cursor());
  const std::string_view word = last_word(before);
  const Completion completion = terminal::complete(word, (*completer)(before));

  if (completion.replacement != word || completion.is_complete) {
    std::wstring text = to_wide(completion.replacement);
    if (completion.is_complete) text += L' ';
    el_wdeletestr(editor, static_cast<int>(to_wide(word).size()));
    el_winsertstr(editor, text.c_str());
    return CC_REFRESH;
  }
  if (completion.choices.empty()) return CC_REFRESH_BEEP;
  const std::string list = '\n' + list_choices(completion.choices, columns());
  std::fputs(list.c_str(), output.get());
  redraw();
  return CC_NORM;
}

LineEditor::LineEditor(Input& input, TerminalMode& mode)
    : state_(std::make_unique<State>(input, mode)) {
  State& state = *state_;
  state.output = open_output();
  // libedit complains there about terminals that it does not know, and then works all the same.
  state.errors.reset(std::fopen("/dev/null", "we"));
  if (state.output && state.errors) {
    state.editor = el_init_fd("nines", stdin, state.output.get(), state.errors.get(), STDIN_FILENO,
                              ::fileno(state.output.get()), ::fileno(state.errors.get()));
  }
  state.history = history_winit();
  state.no_history = history_winit();
  if (state.editor == nullptr || state.history == nullptr || state.no_history == nullptr) {
    throw base::Error("the line editor does not start", "Try again with --plain.");
  }
  HistEventW event;
  history_w(state.history, &event, H_SETSIZE, history_lines_max);
  history_w(state.history, &event, H_SETUNIQUE, 1);

  const auto end = static_cast<wchar_t*>(nullptr);
  el_wset(state.editor, EL_CLIENTDATA, &state);
  el_wset(state.editor, EL_EDITOR, L"emacs");
  el_wset(state.editor, EL_SIGNAL, 0);
  el_wset(state.editor, EL_PROMPT, State::give_prompt);
  el_wset(state.editor, EL_GETCFN, State::give_key);
  // Between lines its mode is to have no echo either.
  el_wset(state.editor, EL_SETTY, L"-x", L"-echo", L"-icanon", end);
  el_wset(state.editor, EL_ADDFN, L"nines-complete", L"Complete a word", State::complete_word);
  const auto bind = [&](const wchar_t* key, const wchar_t* command) {
    el_wset(state.editor, EL_BIND, key, command, end);
  };
  bind(L"\t", L"nines-complete");
  bind(L"^R", L"em-inc-search-prev");
  bind(L"^W", L"ed-delete-prev-word");
  bind(L"^U", L"vi-kill-line-prev");
  bind(next_word, L"em-next-word");
  bind(previous_word, L"ed-prev-word");
  bind(delete_next_word, L"em-delete-next-word");
  // In a locale without UTF-8 these would be Alt keys.
  for (wchar_t letter = 0xa0; letter <= 0xff; ++letter) {
    const wchar_t key[] = {letter, 0};
    bind(key, L"ed-insert");
  }
  mode.enter();
}

LineEditor::~LineEditor() = default;

Reply LineEditor::read(const std::string& prompt, const Completer* completer) {
  State& state = *state_;
  state.prompt = to_wide(prompt);
  state.completer = completer;
  state.outcome = Reply::Kind::text;
  state.is_in_mode = false;
  state.keys.clear();
  state.keys_used = 0;
  state.decoder.give_up();
  el_wset(state.editor, EL_HIST, history_w, completer ? state.history : state.no_history);

  int length = 0;
  const wchar_t* line = el_wgets(state.editor, &length);
  std::fflush(state.output.get());
  state.mode.enter();
  if (state.failure) std::rethrow_exception(std::exchange(state.failure, nullptr));
  if (line == nullptr && state.outcome == Reply::Kind::text) state.outcome = Reply::Kind::end;
  if (state.outcome != Reply::Kind::text) return {.kind = state.outcome};
  std::string text = from_wide({line, static_cast<std::size_t>(std::max(length, 0))});
  if (text.ends_with('\n')) text.pop_back();
  return {.kind = Reply::Kind::text, .text = std::move(text)};
}

void LineEditor::set_history(const std::vector<std::string>& lines) {
  HistEventW event;
  history_w(state_->history, &event, H_CLEAR);
  for (const std::string& line : lines) add_history(line);
}

void LineEditor::add_history(const std::string& line) {
  if (line.empty()) return;
  HistEventW event;
  history_w(state_->history, &event, H_ENTER, to_wide(line).c_str());
}

}  // namespace terminal
