// The prompt's line parser: any bytes are either refused with base::Error or become a command.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/error.hpp"
#include "nines/command.hpp"
#include "nines/quiz_reply.hpp"
#include "terminal/command_line.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view line(reinterpret_cast<const char*>(data), size);
  nines::parse_at_question(line, 4);
  nines::parse_at_feedback(line);
  try {
    nines::parse(terminal::split_words(line), {});
  } catch (const base::Error&) {
    // Wrong usage is an answer; anything else that is thrown is a fault.
  }
  return 0;
}
