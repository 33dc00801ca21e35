#include "grader/toolchain.hpp"

#include <cstdlib>
#include <iostream>
#include <string>

#include "base/error.hpp"
#include "built.hpp"
#include "catch.hpp"
#include "support/temporary_folder.hpp"

using grader::Build;
using grader::Toolchain;

namespace {

/// $CXX for a while.
class Cxx {
 public:
  explicit Cxx(const char* value) {
    if (const char* before = std::getenv("CXX")) before_ = before;
    ::setenv("CXX", value, 1);
  }
  ~Cxx() { before_.empty() ? ::unsetenv("CXX") : ::setenv("CXX", before_.c_str(), 1); }

 private:
  std::string before_;
};

Toolchain find() {
  return grader::find_toolchain(grader_test::cache().folder(), grader_test::tier());
}

}  // namespace

TEST_CASE("the compiler that CXX names is taken, behind a wrapper too") {
  const Cxx variable("ccache g++");
  CHECK(find().title().starts_with("g++ "));
  CHECK(find().version.find('.') != std::string::npos);
}

TEST_CASE("a CXX that is no program is an error that says so") {
  const Cxx variable("no-such-compiler");
  CHECK_THROWS_AS(find(), base::Error);
}

TEST_CASE("Clang builds a submission, the first time and with headers compiled beforehand") {
  const std::string name =
      std::filesystem::exists("/usr/bin/clang++-19") ? "clang++-19" : "clang++";
  if (!std::filesystem::exists("/usr/bin/" + name)) {
    std::cout << "SKIPPED: there is no clang++\n";
    return;
  }
  const Cxx variable(name.c_str());
  const Toolchain clang = find();
  CHECK(clang.title().starts_with("clang++ "));
  const support::TemporaryFolder folder;
  const grader::BuildCache cache(folder.path() / "cache");
  const auto file = folder.path() / "breaker.hpp";
  const std::string text = support::read_file(std::filesystem::path(NINES_SOURCE_FOLDER) /
                                              "tests/grader/submissions/lazy.hpp");
  for (const char* edit : {"\n", "\n// once more\n"}) {
    support::write_file(file, text + edit);
    grader::Builder builder(clang, cache, grader_test::tier());
    const Build build = builder.build(grader::read_source(file), grader_test::driver_files());
    builder.finish_headers();
    INFO(build.diagnostics << build.message);
    REQUIRE(build.status == Build::Status::built);
    CHECK_FALSE(build.from_cache);
    grader::DriverOptions options;
    options.tier = grader_test::tier();
    const auto subject = grader::open_driver(build.program, options);
    CHECK(grader_test::observe(*subject, grader_test::request(1, 1, "FwS")) ==
          "error:OPEN -:HALF_OPEN ok:CLOSED");
  }
}
