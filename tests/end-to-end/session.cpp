#include "session.hpp"

#include <algorithm>
#include <cctype>
#include <stdexcept>

namespace end_to_end {

namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return result;
}

}  // namespace

std::vector<std::string> with_content(std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"--content", NINES_SOURCE_FOLDER "/tests/end-to-end/content"});
  return arguments;
}

Session::Session(const support::Home& home, std::vector<std::string> arguments, support::Size size)
    : Pty(home.nines(with_content(std::move(arguments))), size) {}

std::string Session::next_question() {
  return expect("answer> ");
}

void Session::answer(char key, std::string_view certainty) {
  send(std::string(1, key));
  expect("certainty 1 low, 2 middle, 3 high");
  expect("> ");
  send(certainty.empty() ? "\r" : certainty);
  expect_match("\\+ Right|- Wrong");
}

char right_key(std::string_view question) {
  // "   b  the right answer", or "Option b: the right answer" for a screen reader.
  const std::size_t at = lower(question).rfind("the right answer");
  if (at == std::string::npos || at < 3)
    throw std::runtime_error("no right answer in " + std::string(question));
  const std::size_t letter = question.find_last_of("abcd", at - 1);
  return question.at(letter);
}

char wrong_key(std::string_view question) {
  return right_key(question) == 'a' ? 'b' : 'a';
}

nlohmann::json stats(const support::Home& home) {
  const auto result = home.run({"stats", "--json"});
  if (result.exit != support::Exit{0, {}})
    throw std::runtime_error("stats --json failed: " + result.error);
  return nlohmann::json::parse(result.output);
}

int answered(const support::Home& home) {
  return stats(home).at("answered").get<int>();
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos;
       at = text.find(part, at + part.size()))
    ++found;
  return found;
}

bool has_escape(std::string_view bytes) {
  return bytes.find('\x1b') != std::string_view::npos;
}

bool is_ascii(std::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(),
                     [](char byte) { return static_cast<unsigned char>(byte) < 0x80; });
}

}  // namespace end_to_end
