#include "grader/compiler_messages.hpp"

#include <algorithm>

#include "catch.hpp"

using grader::clean_messages;

namespace {
const std::vector<grader::OwnFile> own = {{"breaker.hpp", "breaker.hpp"},
                                          {"/home/me/parts/core.hpp", "core.hpp"}};
}

TEST_CASE("only errors in the author's files are kept, without their folders") {
  const auto found = clean_messages(
      "In file included from nines-main.cpp:2:\n"
      "breaker.hpp:3:7: error: 'foo' was not declared\n"
      "    3 |   foo();\n"
      "      |   ^~~\n"
      "breaker.hpp:4:7: warning: unused\n"
      "    4 |   bar();\n"
      "/opt/nines/adapter.hpp:90:1: error: no matching function\n"
      "   90 | secret\n"
      "/home/me/parts/core.hpp:1:1: fatal error: no such file\n",
      own);
  CHECK(found.errors ==
        "breaker.hpp:3:7: error: 'foo' was not declared\n    3 |   foo();\n      |   ^~~\n"
        "core.hpp:1:1: fatal error: no such file");
  CHECK(found.misfit.empty());
}

TEST_CASE("an error in a system header is told where the author's code leads to it") {
  const auto gcc = clean_messages(
      "/usr/include/c++/12/mutex: In instantiation of 'lock':\n"
      "breaker.hpp:12:20:   required from here\n"
      "/usr/include/c++/12/mutex:90:1: error: no member named 'lock'\n",
      own);
  CHECK(gcc.errors == "breaker.hpp:12:20: error: no member named 'lock'");
  const auto clang = clean_messages(
      "/usr/include/c++/12/mutex:90:1: error: no member named 'lock'\n"
      "breaker.hpp:12:20: note: in instantiation of member function\n",
      own);
  CHECK(clang.errors == gcc.errors);
}

TEST_CASE(
    "a sentence of the adapter's is found in each form, unless the author's file has errors") {
  const std::string sentence = "there is no class X";
  for (const char* output :
       {"nines: there is no class X:1:38: error: 'X' was not declared\n",
        "adapter.hpp:1:1: error: static assertion failed: nines: there is no class X\n",
        "adapter.hpp:1:1: error: static_assert failed \"nines: there is no class X\"\n"}) {
    CHECK(clean_messages(output, own).misfit == sentence);
    CHECK(clean_messages(output, own).errors.empty());
    const auto broken = clean_messages(std::string("breaker.hpp:1:1: error: no\n") + output, own);
    CHECK(broken.misfit.empty());
    CHECK(broken.errors == "breaker.hpp:1:1: error: no");
  }
}

TEST_CASE("a flood of errors is cut short") {
  std::string output;
  for (int i = 1; i < 100; ++i) output += "breaker.hpp:" + std::to_string(i) + ":1: error: no\n";
  const std::string errors = clean_messages(output, own).errors;
  CHECK(std::count(errors.begin(), errors.end(), '\n') == 2);
  const auto wide = clean_messages("breaker.hpp:1:1: error: " + std::string(5000, 'x') + "\n", own);
  CHECK(wide.errors.size() <= 200);
}

TEST_CASE("what the linker misses is told once") {
  const auto found = clean_messages(
      "nines-main.cpp:(.text+0x10): undefined reference to `helper()'\n"
      "nines-main.cpp:(.text+0x20): undefined reference to `helper()'\n",
      own);
  CHECK(found.errors == "link: undefined reference to `helper()'");
}
