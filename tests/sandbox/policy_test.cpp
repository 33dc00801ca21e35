#include "sandbox/policy.hpp"

#include <algorithm>

#include "catch.hpp"
#include "sandbox/init/wire.hpp"

using sandbox::Policy;

TEST_CASE("every policy compiles to a filter that the kernel can hold") {
  for (const Policy policy : {Policy::run, Policy::sanitizer, Policy::compile}) {
    const auto& instructions = sandbox::filter(policy);
    CHECK(instructions.size() > 100);
    CHECK(instructions.size() <= 4096);
  }
}

TEST_CASE("the place for the process id is in the filter, as the operand of a comparison") {
  const auto& instructions = sandbox::filter(Policy::run);
  const auto is_marker = [](std::uint64_t instruction) {
    return instruction >> 32 == sandbox::wire::own_pid_marker;
  };
  CHECK(std::count_if(instructions.begin(), instructions.end(), is_marker) > 0);
}

TEST_CASE("system calls have names and numbers") {
  CHECK(sandbox::call_name(sandbox::call_number("execve")) == "execve");
  CHECK(sandbox::call_name(99'999).empty());
}
