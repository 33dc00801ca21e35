#include "grader/driver_lane.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <random>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/error.hpp"
#include "base/random.hpp"
#include "grader/sanitizer_report.hpp"

namespace grader {
namespace {

using std::chrono::steady_clock;

/// A batch small enough that a hang is noticed and two lanes share the work evenly.
constexpr std::size_t batch_steps_max = 1 << 16;
/// A process that has closed the way back has so long to end by itself.
constexpr std::chrono::milliseconds closed_patience{1'000};
/// How often the stop flag is looked at while a process is waited for.
constexpr int live_look_ms = 50;
constexpr std::uint64_t stack_bytes = 512 << 10;
/// Those of a live object's calls, and some of the submission's own.
constexpr std::uint32_t live_threads_max = wire::live_calls_max + 96;
/// Every call that is inside its function has a thread, with a stack.
constexpr std::uint64_t live_stacks_bytes = live_threads_max * stack_bytes;

std::size_t bytes_of(const Request& request) {
  return sizeof(wire::RequestHeader) + wire::padded(request.steps());
}

/// A different one for every message of every process.
std::uint64_t next_nonce() {
  thread_local base::RandomStream stream(base::fresh_seed() ^ (base::fresh_seed() << 32));
  return stream.next();
}

void write_request(const Request& request, std::optional<std::uint32_t> look, std::uint8_t*& at) {
  wire::RequestHeader header{};
  std::copy(request.setting.values.begin(), request.setting.values.end(), header.values);
  header.trace_steps = static_cast<std::uint32_t>(request.trace.size());
  header.second_steps = static_cast<std::uint32_t>(request.second.size());
  header.look = look.value_or(static_cast<std::uint32_t>(request.look));
  header.timeout_ms = static_cast<std::uint32_t>(request.timeout.count());
  std::memcpy(at, &header, sizeof header);
  std::uint8_t* steps = at + sizeof header;
  for (const Step step : request.trace) *steps++ = static_cast<std::uint8_t>(step);
  for (const Step step : request.second) *steps++ = static_cast<std::uint8_t>(step);
  at += bytes_of(request);
}

base::UniqueFd pipe_end(base::UniqueFd& other, bool keeps_reading_end) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) {
    throw base::Error(std::string("cannot make a pipe: ") + std::strerror(errno));
  }
  other.reset(ends[keeps_reading_end ? 1 : 0]);
  return base::UniqueFd(ends[keeps_reading_end ? 0 : 1]);
}

/// Three different numbers, other ones in each run.
std::vector<int> choose_descriptors() {
  std::vector<int> numbers;
  for (int number = 10; number < 40; ++number) numbers.push_back(number);
  base::RandomStream(next_nonce()).shuffle(numbers);
  numbers.resize(3);
  return numbers;
}

bool is_small(const Request& request) {
  if (request.timeout.count() > 0 && request.steps() > wire::timed_steps_max) return false;
  return request.steps() <= wire::observation_area_bytes &&
         bytes_of(request) <= wire::request_area_bytes;
}

std::string signal_words(int signal) {
  const char* abbreviation = ::sigabbrev_np(signal);
  const char* description = ::sigdescr_np(signal);
  return "SIG" + std::string(abbreviation != nullptr ? abbreviation : "?") + " (" +
         (description != nullptr ? description : "unknown signal") + ")";
}

struct End {
  Ending ending;
  std::string detail;
};

End end_of(const sandbox::RunResult& result, bool timed_out) {
  using sandbox::Status;
  switch (result.status) {
    case Status::exited:
      if (result.exit_code == 90)
        return {Ending::protocol_error, "the driver's memory was changed"};
      return {Ending::exited_early, "exit status " + std::to_string(result.exit_code)};
    case Status::signalled:
      if (result.signal == SIGPROF) return {Ending::timeout_cpu, ""};
      return {Ending::crashed, signal_words(result.signal)};
    case Status::cpu_limit:
      return {Ending::timeout_cpu, ""};
    case Status::wall_limit:
      return {Ending::timeout_wall, ""};
    case Status::memory_limit:
      return {Ending::memory_limit, ""};
    case Status::process_limit:
      return {Ending::memory_limit, "too many threads"};
    case Status::output_limit:
      return {Ending::output_limit, ""};
    case Status::denied:
      return {Ending::denied, result.denied_call};
    case Status::stopped:
      return {timed_out ? Ending::timeout_wall : Ending::protocol_error, ""};
    case Status::sandbox_error:
      break;
  }
  throw base::Error("cannot run the submission in the sandbox: " + result.message);
}

}  // namespace

DriverLane::DriverLane(const std::filesystem::path& program, const DriverOptions& options,
                       int number)
    : program_(program), options_(options), number_(number) {
  make_memory();
}

DriverLane::~DriverLane() {
  process_.reset();
  if (memory_ != nullptr) ::munmap(memory_, sizeof *memory_);
}

void DriverLane::make_memory() {
  const auto fail = [](const char* what) {
    throw base::Error(std::string("cannot ") + what + ": " + std::strerror(errno));
  };
  memory_descriptor_.reset(::memfd_create("nines-traces", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!memory_descriptor_) fail("make shared memory");
  // Sealed, or the submission could cut it short under the judge's feet.
  if (::ftruncate(memory_descriptor_.get(), sizeof(wire::Memory)) != 0 ||
      ::fcntl(memory_descriptor_.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) !=
          0) {
    fail("set up shared memory");
  }
  void* mapped = ::mmap(nullptr, sizeof(wire::Memory), PROT_READ | PROT_WRITE, MAP_SHARED,
                        memory_descriptor_.get(), 0);
  if (mapped == MAP_FAILED) fail("map shared memory");
  memory_ = static_cast<wire::Memory*>(mapped);
}

void DriverLane::start() {
  base::UniqueFd requests_inside;
  base::UniqueFd replies_inside;
  requests_ = pipe_end(requests_inside, false);
  replies_ = pipe_end(replies_inside, true);
  const std::vector<int> numbers = choose_descriptors();
  sandbox::Job job;
  job.argv = {program_.string(), std::to_string(numbers[0]), std::to_string(numbers[1]),
              std::to_string(numbers[2]), std::to_string(options_.is_in_real_time ? -1 : number_)};
  job.environment = {"MALLOC_ARENA_MAX=1", "LC_ALL=C"};
  job.readable = {program_};
  job.descriptors = {{requests_inside.get(), numbers[0]},
                     {replies_inside.get(), numbers[1]},
                     {memory_descriptor_.get(), numbers[2]}};
  job.limits = sandbox::run_limits();
  // One process serves many requests: it limits the processor time of each itself, and this side
  // watches that there is progress.
  job.limits.cpu = job.limits.wall = std::chrono::milliseconds(0);
  job.limits.stack_bytes = stack_bytes;
  if (!live_.trace.empty()) {
    job.limits.threads = live_threads_max;
    job.limits.address_space_bytes += live_stacks_bytes;
  }
  if (options_.is_sanitized) {
    job.argv.push_back("watched");
    job.environment.insert(job.environment.end(), sanitizer_environment.begin(),
                           sanitizer_environment.end());
    set_sanitizer_limits(job);
  }
  process_ = sandbox::Process::start(job, options_.tier);
}

sandbox::RunResult DriverLane::end() {
  if (last_bad_) return *last_bad_;
  if (!process_) return {.status = sandbox::Status::exited};
  requests_.reset();
  end_within(options_.patience);
  return process_->wait();
}

/// A process that closes its descriptors is not at its end for that.
void DriverLane::end_within(std::chrono::milliseconds patience) {
  const auto begin = steady_clock::now();
  pollfd polled{.fd = process_->poll_descriptor(), .events = POLLIN};
  while (!process_->finished()) {
    const bool is_stopped = options_.stop != nullptr && *options_.stop;
    if (is_stopped || steady_clock::now() - begin >= patience) {
      timed_out_ = true;
      process_->kill();
      return;
    }
    ::poll(&polled, 1, live_look_ms);
  }
}

std::size_t DriverLane::send(std::span<const Request> requests, Chunk chunk,
                             std::optional<std::uint32_t> look) {
  if (!process_) start();
  go_ = {.nonce = next_nonce()};
  done_ = {};
  std::uint8_t* at = memory_->requests;
  slots_ = 0;
  std::size_t index = chunk.first;
  for (; index < chunk.last; ++index) {
    const Request& request = requests[index];
    if (!is_small(request)) throw base::Error("a trace is too long for the driver");
    const auto used = static_cast<std::size_t>(at - memory_->requests);
    if (index > chunk.first && (slots_ + request.steps() > batch_steps_max ||
                                used + bytes_of(request) > wire::request_area_bytes)) {
      break;
    }
    write_request(request, look, at);
    slots_ += request.steps();
  }
  go_.request_count = static_cast<std::uint32_t>(index - chunk.first);
  go_.request_bytes = static_cast<std::uint32_t>(at - memory_->requests);
  std::memset(memory_->observations, 0, slots_);
  memory_->detail[0] = '\0';
  memory_->finished = 0;
  if (options_.is_in_real_time) {
    memory_->timeout_ms = 0;
    std::fill(std::begin(memory_->times), std::end(memory_->times), StepTime{});
  }
  chunk_ = Chunk{chunk.first, index};
  last_observed_ = 0;
  last_progress_ = steady_clock::now();
  // A process that is gone already shows itself at the other pipe.
  (void)!::write(requests_.get(), &go_, sizeof go_);
  return index;
}

void DriverLane::begin_live(const Setting& setting) {
  live_ = Request{.setting = setting, .trace = {Step::query}};
  // While the process waits for the first command, nothing else reads what lies in memory.
  send(std::span(&live_, 1), Chunk{0, 1}, wire::look_live);
}

bool DriverLane::wait_for_answer() {
  pollfd answer{.fd = replies_.get(), .events = POLLIN};
  const auto begin = steady_clock::now();
  while (::poll(&answer, 1, live_look_ms) <= 0) {
    if (options_.stop != nullptr && *options_.stop) throw base::Error("interrupted");
    if (steady_clock::now() - begin >= options_.patience) return false;
  }
  return true;
}

std::optional<Observation> DriverLane::command(wire::Command command, Reply& reply) {
  if (!chunk_) throw base::Error("the submission's object has ended");
  const std::span<const Request> requests(&live_, 1);
  const std::span<Reply> replies(&reply, 1);
  command.nonce = next_nonce();
  (void)!::write(requests_.get(), &command, sizeof command);
  if (command.act != wire::Act::end && !wait_for_answer()) {
    timed_out_ = true;
    process_->kill();
    finish(requests, replies, false);
    return std::nullopt;
  }
  wire::Answer answer;
  const ssize_t size = ::read(replies_.get(), &answer, sizeof answer);
  const auto byte = static_cast<std::uint8_t>(answer.observation);
  if (size == sizeof answer && answer.nonce == command.nonce && answer.observation <= 0xff &&
      wire::is_observation(byte)) {
    return wire::decode(byte);
  }
  if (size == 0) {
    finish(requests, replies, false);
    return std::nullopt;
  }
  // What came may be a Done, which has the same fields in other words.
  const wire::Done done{answer.nonce, answer.observation, answer.reserved};
  if (size == sizeof done && done.nonce == go_.nonce && done.requests_done == 1) {
    done_ = done;
    finish(requests, replies, true);
  } else {
    finish_garbled(replies);
  }
  return std::nullopt;
}

/// How far it has come: grows as long as it works. The program may write what it likes there; then
/// it is the one to suffer.
std::size_t DriverLane::observed_now() const {
  const volatile std::uint8_t* observed = memory_->observations;
  std::size_t at = last_observed_;
  while (at < slots_ && observed[at] != 0) ++at;
  return at;
}

DriverLane::Progress DriverLane::take(std::span<const Request> requests, std::span<Reply> replies) {
  wire::Done done;
  ::fcntl(replies_.get(), F_SETFL, O_NONBLOCK);
  const ssize_t size = ::read(replies_.get(), &done, sizeof done);
  if (size < 0 && (errno == EAGAIN || errno == EINTR)) {
    const std::size_t now = observed_now();
    const auto time = steady_clock::now();
    if (now != last_observed_) last_progress_ = time;
    last_observed_ = now;
    if (time - last_progress_ < options_.patience) return {};
    timed_out_ = true;
    process_->kill();
    return finish(requests, replies, false);
  }
  const std::size_t sent = chunk_->last - chunk_->first;
  const bool is_answer = size == sizeof done && done.nonce == go_.nonce &&
                         done.requests_done <= sent &&
                         (done.requests_done == sent || done.wants_respawn != 0);
  if (!is_answer && size != 0) return finish_garbled(replies);
  done_ = is_answer ? done : wire::Done{};
  return finish(requests, replies, is_answer);
}

DriverLane::Progress DriverLane::finish(std::span<const Request> requests, std::span<Reply> replies,
                                        bool is_alive) {
  Progress progress;
  // A process at its end is waited for first, so that it can write no more.
  if (!is_alive) {
    end_within(closed_patience);
    last_bad_ = process_->wait();
  }
  copy_.assign(memory_->observations, memory_->observations + slots_);
  const Chunk chunk = *chunk_;
  std::size_t index = chunk.first;
  std::size_t at = 0;
  const std::size_t finished =
      chunk.first + (is_alive ? done_.requests_done
                              : std::min<std::size_t>(memory_->finished, chunk.last - chunk.first));
  for (; index < finished; ++index) {
    read_observed(requests[index], at, replies[index]);
    at += requests[index].steps();
    const Ending ending = replies[index].ending;
    if (ending != Ending::complete && ending != Ending::constructor_threw) {
      progress.ended_badly = index;
    }
  }
  if (!is_alive && index < chunk.last) {
    end_badly(requests[index], at, replies[index]);
    progress.ended_badly = index++;
  }
  if (!is_alive || done_.wants_respawn != 0) process_.reset();
  timed_out_ = false;
  chunk_.reset();
  progress.left = Chunk{index, chunk.last};
  return progress;
}

DriverLane::Progress DriverLane::finish_garbled(std::span<Reply> replies) {
  process_.reset();
  Progress progress{.left = *chunk_, .was_garbled = true};
  chunk_.reset();
  Chunk& left = *progress.left;
  if (left.last - left.first == 1) {
    replies[left.first] = {{}, Ending::protocol_error, "something else than the driver answered"};
    progress.ended_badly = left.first++;
  }
  return progress;
}

void DriverLane::read_observed(const Request& request, std::size_t at, Reply& reply) const {
  const std::size_t steps = request.steps();
  if (options_.is_in_real_time) {
    reply.timeout = std::chrono::milliseconds(memory_->timeout_ms);
    reply.times.assign(memory_->times, memory_->times + std::min(steps, wire::timed_steps_max));
  }
  reply.ending = Ending::complete;
  reply.detail.clear();
  reply.observed.clear();
  reply.observed.reserve(steps);
  for (std::size_t i = 0; i < steps; ++i) {
    const std::uint8_t byte = copy_[at + i];
    if (wire::is_observation(byte)) {
      reply.observed.push_back(wire::decode(byte));
      continue;
    }
    reply.ending = byte == wire::ended_deadlock            ? Ending::deadlock
                   : byte == wire::ended_did_not_settle    ? Ending::did_not_settle
                   : byte == wire::ended_constructor_threw ? Ending::constructor_threw
                   : byte == wire::ended_output_limit      ? Ending::output_limit
                                                           : Ending::protocol_error;
    char text[wire::detail_bytes];
    std::memcpy(text, memory_->detail, sizeof text);
    reply.detail.assign(text, ::strnlen(text, sizeof text));
    return;
  }
}

/// The request that the process died in.
void DriverLane::end_badly(const Request& request, std::size_t at, Reply& reply) {
  read_observed(request, at, reply);
  const bool said_it_itself = reply.ending == Ending::deadlock ||
                              reply.ending == Ending::did_not_settle ||
                              reply.ending == Ending::output_limit;
  if (said_it_itself) return;
  const End end = end_of(process_->wait(), timed_out_);
  const std::string said = std::move(reply.detail);
  reply.ending = end.ending;
  reply.detail = end.detail;
  if (end.ending == Ending::crashed && !said.empty()) reply.detail += ": " + said;
  if (reply.observed.size() == request.steps()) reply.detail += ", when the object was removed";
}

}  // namespace grader
