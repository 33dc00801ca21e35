#include <cstring>
#include <fcntl.h>
#include <new>
#include <optional>
#include <unistd.h>

#include "channel.hpp"
#include "clock.hpp"
#include "runner.hpp"

namespace nines_driver {
namespace {

namespace wire = grader::wire;

alignas(Channel) unsigned char channel_room[sizeof(Channel)];
Channel& channel = *reinterpret_cast<Channel*>(channel_room);

/// By a sanitizer, which reports to standard error, and looks for leaks when the program ends.
bool is_watched(int argument_count) {
  return argument_count == 6;
}

bool is_check(int argument_count) {
  return argument_count == 2;
}

constexpr int own_waits_in_check_max = 10'000;

void on_stuck_in_check(const char*, bool) {
  static const char words[] = "it waits for ever: a deadlock\n";
  (void)!write(1, words, sizeof words - 1);
  leave(1);
}

/// Before the submission's static objects are made, so that nothing of theirs can change what the
/// arguments mean or take the memory away.
__attribute__((constructor(101))) void begin(int argument_count, char** arguments) {
  if (is_check(argument_count)) return;
  new (channel_room) Channel(argument_count, arguments);
  // A submission may print as it likes, and as much.
  const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere >= 0) {
    dup2(nowhere, 1);
    if (!is_watched(argument_count)) dup2(nowhere, 2);
    close(nowhere);
  }
}

/// Reads one request at `at` and moves on. Nothing when it does not fit: the memory was changed
/// behind the judge's back.
std::optional<RequestView> next_request(const wire::Memory& memory, std::size_t end,
                                        std::size_t& at) {
  RequestView view{};
  if (end - at < sizeof view.header) return std::nullopt;
  std::memcpy(&view.header, memory.requests + at, sizeof view.header);
  at += sizeof view.header;
  const std::size_t steps = static_cast<std::size_t>(view.header.trace_steps) +
                            static_cast<std::size_t>(view.header.second_steps);
  if (steps > end - at || wire::padded(steps) > end - at) return std::nullopt;
  view.trace = memory.requests + at;
  view.second = view.trace + view.header.trace_steps;
  at += wire::padded(steps);
  return view;
}

void do_batch(Runner& runner, wire::Memory& memory, const wire::Go& go) {
  wire::Done done{.nonce = go.nonce};
  if (go.request_bytes > wire::request_area_bytes) leave(left_broken);
  std::size_t at = 0;
  std::size_t slot = 0;
  while (done.requests_done < go.request_count && done.wants_respawn == 0) {
    const auto view = next_request(memory, go.request_bytes, at);
    if (!view) leave(left_broken);
    const std::size_t steps = static_cast<std::size_t>(view->header.trace_steps) +
                              static_cast<std::size_t>(view->header.second_steps);
    if (steps > wire::observation_area_bytes - slot) leave(left_broken);
    done.wants_respawn = runner.run(*view, memory.observations + slot) ? 0 : 1;
    slot += steps;
    memory.finished = ++done.requests_done;
  }
  channel.answer(done);
}

}  // namespace

void pass_seconds(double seconds) {
  clock::settle();
  clock::pass(
      std::chrono::duration_cast<clock::nanoseconds>(std::chrono::duration<double>(seconds)));
}

}  // namespace nines_driver

int main(int argument_count, char** arguments) {
  using namespace nines_driver;
  if (is_check(argument_count) && run_check != nullptr) {
    clock::set_stuck_handler(on_stuck_in_check, own_waits_in_check_max);
    return run_check(arguments[1]);
  }
  static Runner runner(channel);
  wire::Go go;
  while (channel.receive(go)) do_batch(runner, channel.memory(), go);
  if (is_watched(argument_count)) return 0;
  leave(0);
}
