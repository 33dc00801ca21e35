#include <array>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "arena.hpp"
#include "base/error.hpp"
#include "catch.hpp"

using sandbox::Process;
using sandbox::RunResult;
using sandbox::Status;
using sandbox::Tier;
using namespace sandbox_test;

namespace {

/// The tiers that work here, and the one that always does.
std::vector<Tier> tiers() {
  std::vector<Tier> found = {Tier::none};
  for (const Tier tier : {Tier::bubblewrap, Tier::landlock}) {
    if (is_available(tier)) found.push_back(tier);
  }
  return found;
}

struct Pipe {
  Pipe() {
    std::array<int, 2> ends{};
    REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
    read_end.reset(ends[0]);
    write_end.reset(ends[1]);
  }
  base::UniqueFd read_end;
  base::UniqueFd write_end;
};

}  // namespace

TEST_CASE("output, errors and exit status come back apart") {
  Arena arena;
  for (const Tier tier : tiers()) {
    const RunResult result = sandbox::run(arena.job("print"), tier);
    CHECK(describe(result) == "exited:5");
    CHECK(result.output == "to output\n");
    CHECK(result.errors == "to errors\n");
    CHECK(result.wall_time.count() > 0);
    CHECK(result.peak_memory_bytes > 0);
  }
}

TEST_CASE("output up to the bound is kept, and not a byte more") {
  Arena arena;
  for (const Tier tier : tiers()) {
    sandbox::Job job = arena.job("print");
    job.limits.output_bytes = 20;
    CHECK(describe(sandbox::run(job, tier)) == "exited:5");
    job.limits.output_bytes = 19;
    const RunResult result = sandbox::run(job, tier);
    CHECK(result.output.size() + result.errors.size() == 19);
    job = arena.job("flood_output");
    job.limits.output_bytes = 100'000;
    CHECK(sandbox::run(job, tier).output.size() == 100'000);
  }
}

TEST_CASE("the program has the environment of the job and nothing else") {
  Arena arena;
  for (const Tier tier : tiers()) {
    sandbox::Job job = arena.job("list_environment");
    job.environment = {"ONLY=this"};
    CHECK(sandbox::run(job, tier).output == "ONLY=this\n");
  }
}

TEST_CASE("the program has the descriptors of the job and nothing else") {
  Arena arena;
  // Left open across exec on purpose, as a careless library does.
  const base::UniqueFd stray(::open("/dev/null", O_RDONLY));
  const Pipe pipe;
  for (const Tier tier : tiers()) {
    sandbox::Job job = arena.job("list_descriptors");
    CHECK(sandbox::run(job, tier).output == "0 1 2 ");
    job.descriptors = {{pipe.read_end.get(), 5}, {pipe.write_end.get(), 4}};
    CHECK(sandbox::run(job, tier).output == "0 1 2 4 5 ");
  }
}

TEST_CASE("the program reads its input and cannot change it") {
  Arena arena;
  for (const Tier tier : tiers()) {
    sandbox::Job job = arena.job("copy_input");
    job.input = "line one\nline two\n";
    const RunResult result = sandbox::run(job, tier);
    CHECK(describe(result) == "exited:0");
    CHECK(result.output == job.input);
  }
}

TEST_CASE("an exit before main is an exit, not a success") {
  Arena arena;
  for (const Tier tier : tiers()) {
    sandbox::Job job = arena.job("print");
    job.environment.push_back("HOSTILE_EXIT_EARLY=1");
    const RunResult result = sandbox::run(job, tier);
    CHECK(describe(result) == "exited:7");
    CHECK(result.output.empty());
  }
}

TEST_CASE("a program that does not exist is the sandbox's failure, with a reason") {
  Arena arena;
  for (const Tier tier : tiers()) {
    sandbox::Job job = arena.job("print");
    job.argv[0] += "-missing";
    const RunResult result = sandbox::run(job, tier);
    CHECK(result.status == Status::sandbox_error);
    CHECK(result.message.find("-missing: No such file") != std::string::npos);
  }
}

TEST_CASE("a readable path that does not exist is the sandbox's failure, with its name") {
  Arena arena;
  for (const Tier tier : tiers()) {
    if (tier == Tier::none) continue;
    sandbox::Job job = arena.job("print");
    job.readable.push_back(arena.home() / "missing");
    const RunResult result = sandbox::run(job, tier);
    CHECK(result.status == Status::sandbox_error);
    CHECK(result.message.find("missing") != std::string::npos);
  }
}

TEST_CASE("a job that makes no sense is refused before anything starts") {
  const auto refuses = [](auto change) {
    sandbox::Job job;
    job.argv = {"/bin/true"};
    change(job);
    CHECK_THROWS_AS(sandbox::run(job, Tier::none), base::Error);
  };
  refuses([](sandbox::Job& job) { job.argv.clear(); });
  refuses([](sandbox::Job& job) { job.argv[0] = "true"; });
  refuses([](sandbox::Job& job) { job.folder = "here"; });
  refuses([](sandbox::Job& job) { job.readable = {"here"}; });
  refuses([](sandbox::Job& job) { job.environment = {std::string("A=\0B", 4)}; });
  refuses([](sandbox::Job& job) { job.descriptors = {{0, 2}}; });
  refuses([](sandbox::Job& job) { job.descriptors = {{0, 40}}; });
  refuses([](sandbox::Job& job) { job.descriptors = {{0, 3}, {1, 3}}; });
  refuses([](sandbox::Job& job) { job.argv.push_back(std::string(1 << 18, 'x')); });
}

TEST_CASE("a driver is spoken to over descriptors of its own and ended by kill") {
  Arena arena;
  for (const Tier tier : tiers()) {
    Pipe to;
    Pipe from;
    sandbox::Job job = arena.job("echo");
    job.descriptors = {{to.read_end.get(), 3}, {from.write_end.get(), 4}};
    Process process = Process::start(job, tier);
    to.read_end.reset();
    from.write_end.reset();
    for (const char letter : std::string("abc")) {
      REQUIRE(::write(to.write_end.get(), &letter, 1) == 1);
      char answer = 0;
      REQUIRE(::read(from.read_end.get(), &answer, 1) == 1);
      CHECK(answer == letter);
    }
    CHECK_FALSE(process.finished());
    process.kill();
    CHECK(process.wait().status == Status::stopped);
    CHECK(process.finished());
    CHECK(arena.left_behind() == 0);
    char rest = 0;
    CHECK(::read(from.read_end.get(), &rest, 1) == 0);
  }
}

TEST_CASE("the host sees the end of a driver's pipes when it closes them") {
  Arena arena;
  for (const Tier tier : tiers()) {
    Pipe from;
    sandbox::Job job = arena.job("close_everything");
    job.descriptors = {{from.write_end.get(), 4}};
    const Process process = Process::start(job, tier);
    from.write_end.reset();
    char byte = 0;
    CHECK(::read(from.read_end.get(), &byte, 1) == 0);
    CHECK_FALSE(process.finished());
  }
  CHECK(arena.left_behind() == 0);
}

TEST_CASE("a process that goes out of scope leaves nothing behind") {
  Arena arena;
  for (const Tier tier : tiers()) {
    {
      const Process process = Process::start(arena.job("sleep_forever"), tier);
    }
    CHECK(arena.left_behind() == 0);
    Process moved = Process::start(arena.job("sleep_forever"), tier);
    moved = Process::start(arena.job("print"), tier);
    CHECK(describe(moved.wait()) == "exited:5");
    CHECK(arena.left_behind() == 0);
  }
}

TEST_CASE("daemons of a compile, which may start processes, are gone when it ends") {
  Arena arena;
  for (const Tier tier : tiers()) {
    sandbox::Job job = arena.job("leave_daemon");
    job.policy = sandbox::Policy::compile;
    CHECK(describe(sandbox::run(job, tier)) == "exited:0");
    CHECK(arena.left_behind() == 0);
  }
}

TEST_CASE("too many processes of a compile are ended and cleared away") {
  Arena arena;
  for (const Tier tier : tiers()) {
    sandbox::Job job = arena.job("many_children");
    job.policy = sandbox::Policy::compile;
    job.limits.threads = 16;
    CHECK(describe(sandbox::run(job, tier)) == "process_limit");
    CHECK(arena.left_behind() == 0);
  }
}

TEST_CASE("nothing outlives a host that is killed without warning") {
  Arena arena;
  for (const Tier tier : tiers()) {
    Pipe ready;
    const pid_t host = ::fork();
    REQUIRE(host >= 0);
    if (host == 0) {
      sandbox::Job job = arena.job("echo");
      const base::UniqueFd input(::open("/dev/zero", O_RDONLY | O_CLOEXEC));
      job.descriptors = {{input.get(), 3}, {ready.write_end.get(), 4}};
      job.limits.cpu = job.limits.wall = std::chrono::milliseconds(0);
      const Process process = Process::start(job, tier);
      for (;;) ::pause();
    }
    char byte = 1;
    REQUIRE(::read(ready.read_end.get(), &byte, 1) == 1);
    ready.write_end.reset();
    ::kill(host, SIGKILL);
    ::waitpid(host, nullptr, 0);
    // Whoever still held the pipe would keep this from ending.
    char rest[4096];
    while (::read(ready.read_end.get(), rest, sizeof rest) > 0) {
    }
    // Closed descriptors come a moment before the end of the process.
    for (int tries = 0; tries < 1000 && arena.left_behind() != 0; ++tries) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    CHECK(arena.left_behind() == 0);
  }
}

TEST_CASE("a result can be asked for twice") {
  Arena arena;
  Process process = Process::start(arena.job("print"), Tier::none);
  CHECK(process.wait().output == "to output\n");
  CHECK(process.wait().output == "to output\n");
  process.kill();
  CHECK(describe(process.wait()) == "exited:5");
}
