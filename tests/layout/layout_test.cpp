#include "layout.hpp"

#include <fstream>
#include <stdexcept>
#include <unistd.h>

#include "catch.hpp"

namespace fs = std::filesystem;
using Strings = std::vector<std::string>;

namespace {

constexpr auto small_rules = R"(
arrows base
arrows lower base
arrows upper base lower
arrows app base upper
header json/ lib/lower/reader.cpp
header sys/wait.h
call fork lib/lower/runner.cpp
)";

/// A source tree that lives as long as the test.
class Tree {
 public:
  Tree() {
    auto name = (fs::temp_directory_path() / "nines-layout-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
    root_ = name;
  }
  ~Tree() { fs::remove_all(root_); }
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;

  Tree& with(const std::string& path, const std::string& text) {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << text;
    return *this;
  }
  Strings violations() const { return layout::violations(root_, layout::parse_rules(small_rules)); }

 private:
  fs::path root_;
};

}  // namespace

TEST_CASE("a tree that keeps the rules has no violations") {
  Tree tree;
  tree.with("lib/base/error.hpp", "#include <string>\n")
      .with("lib/lower/CMakeLists.txt", "nines_library(lower LINKS nines::base)\n")
      .with("lib/lower/lower.hpp", "#include \"base/error.hpp\"\n")
      .with("lib/lower/reader.cpp", "#include <json/json.hpp>\n#include \"lower/lower.hpp\"\n")
      .with("lib/lower/runner.cpp", "int start() { return fork(); }\n")
      .with("apps/app/main.hpp", "")
      .with("apps/app/main.cpp", "#include \"app/main.hpp\"\n#include \"base/error.hpp\"\n");
  CHECK(tree.violations() == Strings{});
}

TEST_CASE("an include against the arrows is found, in quotes and in angles") {
  Tree tree;
  tree.with("lib/upper/a.hpp", "")
      .with("lib/base/up.cpp", "#include \"upper/a.hpp\"\n")
      .with("lib/lower/up.cpp", "  #  include <upper/a.hpp>\n")
      .with("apps/app/main.cpp", "#include \"lower/b.hpp\"\n");
  CHECK(tree.violations() ==
        Strings{"apps/app/main.cpp includes lower/b.hpp: no arrow from app to lower",
                "lib/base/up.cpp includes upper/a.hpp: no arrow from base to upper",
                "lib/lower/up.cpp includes upper/a.hpp: no arrow from lower to upper"});
}

TEST_CASE("an include that hides its folder is found") {
  Tree tree;
  tree.with("lib/base/a.cpp", "#include \"a.hpp\"\n")
      .with("lib/base/b.cpp", "#include \"../upper/a.hpp\"\n")
      .with("lib/base/c.cpp", "#include \"base/../upper/a.hpp\"\n");
  CHECK(tree.violations() ==
        Strings{"lib/base/a.cpp includes \"a.hpp\", which is not named by its folder",
                "lib/base/b.cpp includes \"../upper/a.hpp\", which is not named by its folder",
                "lib/base/c.cpp includes \"base/../upper/a.hpp\", which is not named by its "
                "folder"});
}

TEST_CASE("a link against the arrows is found, but not in a comment") {
  Tree tree;
  tree.with("lib/lower/CMakeLists.txt", "nines_library(lower\n  LINKS nines::base nines::upper)\n")
      .with("lib/base/CMakeLists.txt", "# not nines::upper\nnines_library(base)\n");
  CHECK(tree.violations() == Strings{"lib/lower/CMakeLists.txt links nines::upper: no arrow"});
}

TEST_CASE("a folder that the rules do not know is found") {
  Tree tree;
  tree.with("lib/utils/CMakeLists.txt", "");
  CHECK(tree.violations() == Strings{"lib/utils is a folder without a rule"});
}

TEST_CASE("an include cycle between files is found once") {
  Tree tree;
  tree.with("lib/base/a.hpp", "#include \"base/b.hpp\"\n")
      .with("lib/base/b.hpp", "#include \"base/c.hpp\"\n")
      .with("lib/base/c.hpp", "#include \"base/a.hpp\"\n")
      .with("lib/base/c.cpp", "#include \"base/c.hpp\"\n");
  CHECK(tree.violations() ==
        Strings{"include cycle: lib/base/a.hpp -> lib/base/b.hpp -> lib/base/c.hpp -> "
                "lib/base/a.hpp"});
}

TEST_CASE("a header or a call outside the files that own it is found") {
  Tree tree;
  tree.with("lib/lower/other.cpp", "#include <json/json.hpp>\n#include <sys/wait.h>\n")
      .with("lib/base/start.cpp", "int start() { return ::fork (); }\n");
  CHECK(tree.violations() ==
        Strings{"lib/base/start.cpp calls fork, which it does not own",
                "lib/lower/other.cpp includes json/json.hpp, which it does not own",
                "lib/lower/other.cpp includes sys/wait.h, which it does not own"});
}

TEST_CASE("comments, strings and other names are not taken for includes and calls") {
  Tree tree;
  tree.with("lib/base/a.cpp",
            "// #include \"upper/a.hpp\"\n/*\n#include \"upper/a.hpp\"\n*/\n"
            "// fork() is for others\nconst char* s = \"fork()\";\n"
            "int pitchfork(); int n = pitchfork(); int m = thing.fork();\n");
  CHECK(tree.violations() == Strings{});
}

TEST_CASE("a line that is no rule is refused") {
  CHECK_THROWS_AS(layout::parse_rules("arrow base\n"), std::runtime_error);
  CHECK_THROWS_AS(layout::parse_rules("header\n"), std::runtime_error);
}
