#include "sandbox/tree.hpp"

#include <fcntl.h>
#include <fstream>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.hpp"
#include "catch.hpp"

using sandbox::WorkFolder;
namespace fs = std::filesystem;

TEST_CASE("a work folder is the user's alone and goes with all it contains") {
  fs::path path;
  {
    const WorkFolder folder(fs::temp_directory_path());
    path = folder.path();
    struct stat what{};
    REQUIRE(::stat(path.c_str(), &what) == 0);
    CHECK((what.st_mode & 0777) == 0700);
    folder.write("file", "text");
    fs::create_directories(path / "a" / "b" / "c");
    std::ofstream(path / "a" / "b" / "file") << "x";
    // What a program may have locked itself out of.
    ::chmod((path / "a" / "b").c_str(), 0);
    ::chmod((path / "a").c_str(), 0);
    ::mkfifo((path / "fifo").c_str(), 0600);
  }
  CHECK_FALSE(fs::exists(path));
}

TEST_CASE("removal does not follow links out of the folder") {
  const WorkFolder outside(fs::temp_directory_path());
  outside.write("kept", "text");
  {
    const WorkFolder folder(fs::temp_directory_path());
    fs::create_symlink(outside.path(), folder.path() / "link");
    fs::create_directory(folder.path() / "below");
    fs::create_symlink(outside.path(), folder.path() / "below" / "link");
  }
  CHECK(fs::exists(outside.path() / "kept"));
}

TEST_CASE("a tree that is too deep is left rather than followed for ever") {
  const WorkFolder folder(fs::temp_directory_path());
  fs::path deep = folder.path() / "top";
  for (int level = 0; level < 120; ++level) deep /= "d";
  fs::create_directories(deep);
  const base::UniqueFd parent(::open(folder.path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  CHECK_FALSE(sandbox::remove_tree(parent.get(), "top"));
  fs::remove_all(folder.path() / "top");
  CHECK(sandbox::remove_tree(parent.get(), "top"));
}

TEST_CASE("a result is opened only if it is a plain file of the folder and not too large") {
  const WorkFolder folder(fs::temp_directory_path());
  folder.write("result", "12345");
  CHECK(folder.open_result("result", 5).has_value());
  CHECK_FALSE(folder.open_result("result", 4).has_value());
  CHECK_FALSE(folder.open_result("missing", 5).has_value());
  fs::create_symlink("/etc/passwd", folder.path() / "link");
  CHECK_FALSE(folder.open_result("link", 1 << 20).has_value());
  CHECK_FALSE(folder.open_result("../" + folder.path().filename().string() + "/result", 5));
  fs::create_directory(folder.path() / "folder");
  CHECK_FALSE(folder.open_result("folder", 1 << 20).has_value());
  ::mkfifo((folder.path() / "fifo").c_str(), 0600);
  CHECK_FALSE(folder.open_result("fifo", 1 << 20).has_value());
}

TEST_CASE("a work folder cannot be made where there is no folder") {
  CHECK_THROWS_AS(WorkFolder("/nonexistent/place"), base::Error);
  const WorkFolder folder(fs::temp_directory_path());
  folder.write("file", "x");
  CHECK_THROWS_AS(folder.write("file", "again"), base::Error);
}
