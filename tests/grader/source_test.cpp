#include "grader/source.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include "base/error.hpp"
#include "catch.hpp"
#include "grader/build_cache.hpp"
#include "support/temporary_folder.hpp"

using grader::BuildCache;
using grader::read_source;
using support::TemporaryFolder;
using support::write_file;

namespace {
using Names = std::vector<std::string>;
}

TEST_CASE("headers, neighbours and namespaces of a submission are found") {
  const TemporaryFolder folder;
  write_file(folder.path() / "a.hpp",
             "#ifndef A_HPP\r\n#define A_HPP\r\n#include <string>\r\n#  include \"parts/b.hpp\"\r\n"
             "namespace mine::inner {\r\n}\r\nnamespace std {}\r\n#endif\r\n");
  write_file(folder.path() / "parts/b.hpp", "#include <mutex>\n#include \"../a.hpp\"\n");
  const grader::Source source = read_source(folder.path() / "a.hpp");
  CHECK(source.system_headers == Names{"mutex", "string"});
  REQUIRE(source.neighbours.size() == 1);
  CHECK(source.neighbours[0].filename() == "b.hpp");
  CHECK(source.namespaces == Names{"mine::inner"});
  CHECK_FALSE(source.configures_headers);
}

TEST_CASE("a macro before an include forbids compiling the headers beforehand") {
  const TemporaryFolder folder;
  write_file(folder.path() / "a.hpp", "#define NDEBUG\n#include <cassert>\n");
  CHECK(read_source(folder.path() / "a.hpp").configures_headers);
}

TEST_CASE("clocks beyond the virtual one are noticed, in a neighbour too") {
  const TemporaryFolder folder;
  write_file(folder.path() / "a.hpp", "#include \"b.hpp\"\n");
  write_file(folder.path() / "b.hpp", "auto now() { return __builtin_ia32_rdtsc(); }\n");
  CHECK(read_source(folder.path() / "a.hpp").other_clock == "rdtsc");
  write_file(folder.path() / "b.hpp", "asm volatile(\"syscall\");\n");
  CHECK(read_source(folder.path() / "a.hpp").other_clock == "syscall");
  write_file(folder.path() / "b.hpp", "#include <chrono>\n");
  CHECK(read_source(folder.path() / "a.hpp").other_clock.empty());
}

TEST_CASE("a change in a neighbour changes the hash") {
  const TemporaryFolder folder;
  write_file(folder.path() / "a.hpp", "#include \"b.hpp\"\n");
  write_file(folder.path() / "b.hpp", "int x;\n");
  const auto before = read_source(folder.path() / "a.hpp").neighbours_hash;
  write_file(folder.path() / "b.hpp", "int y;\n");
  CHECK(read_source(folder.path() / "a.hpp").neighbours_hash != before);
}

TEST_CASE("the cache keeps what was used last when it grows too large") {
  const TemporaryFolder folder;
  const BuildCache cache(folder.path() / "cache");
  for (const char* name : {"old", "used", "new"}) cache.store_text(name, std::string(1000, 'x'));
  for (const char* name : {"old", "used", "new"}) {
    const timespec long_ago[2] = {{1'000'000'000, 0}, {1'000'000'000, 0}};
    REQUIRE(::utimensat(AT_FDCWD, (cache.folder() / name).c_str(), long_ago, 0) == 0);
  }
  CHECK(cache.text("used"));
  CHECK(cache.text("new"));
  cache.trim(2500);
  CHECK_FALSE(cache.find("old"));
  CHECK(cache.find("used"));
  CHECK(cache.find("new"));
}

TEST_CASE("what a killed program left in the work folder goes after a day") {
  const TemporaryFolder folder;
  const BuildCache cache(folder.path() / "cache");
  write_file(cache.work_folder() / "old/file", "x");
  write_file(cache.work_folder() / "new/file", "x");
  std::filesystem::last_write_time(
      cache.work_folder() / "old",
      std::filesystem::file_time_type::clock::now() - std::chrono::hours(48));
  cache.trim(1000);
  CHECK_FALSE(std::filesystem::exists(cache.work_folder() / "old"));
  CHECK(std::filesystem::exists(cache.work_folder() / "new/file"));
}

TEST_CASE("keys tell apart what only its boundaries tell apart") {
  CHECK(BuildCache::key({"ab", "c"}) != BuildCache::key({"a", "bc"}));
  CHECK(BuildCache::key({"ab", "c"}) == BuildCache::key({"ab", "c"}));
}

TEST_CASE("files outside the submission's folder are none of its own, by name or by link") {
  const support::TemporaryFolder folder;
  support::write_file(folder.path() / "private.txt", "private");
  support::write_file(folder.path() / "mine/parts/core.hpp", "");
  std::filesystem::create_symlink(folder.path() / "private.txt", folder.path() / "mine/link.hpp");
  support::write_file(folder.path() / "mine/breaker.hpp",
                      "#include \"/etc/passwd\"\n#include \"../private.txt\"\n"
                      "#include \"link.hpp\"\n#include \"parts/core.hpp\"\n");
  const auto source = grader::read_source(folder.path() / "mine/breaker.hpp");
  REQUIRE(source.neighbours.size() == 1);
  CHECK(source.neighbours[0].filename() == "core.hpp");
  CHECK(source.outside == Names{"/etc/passwd", "../private.txt", "link.hpp"});
}
