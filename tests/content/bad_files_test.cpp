#include <fmt/format.h>
#include <iostream>
#include <sys/stat.h>

#include "catch.hpp"
#include "content/read_file.hpp"
#include "content_texts.hpp"

namespace {

using namespace content_texts;
namespace fs = std::filesystem;

/// Loads the folder, in which one good item and one bad file are, and returns what is said about
/// the latter.
std::string complaint(const Folder& folder) {
  folder.write("good.json", {choice()});
  const content::Bank bank = folder.load();
  CHECK(bank.items().size() == 1);
  REQUIRE(bank.problems().size() == 1);
  const content::Problem& problem = bank.problems()[0];
  CHECK(problem.place.file.parent_path() == folder.path());
  return problem.place.file.filename().string() + " " + problem.message;
}

TEST_CASE("a file of 100 MB is refused by its size alone") {
  const Folder folder;
  fs::resize_file(folder.write("big.json", "["), 100'000'000);
  CHECK(complaint(folder) ==
        "big.json is 100 MB large; 32 MB are allowed in one file, so split it");
}

TEST_CASE("a named pipe is refused without waiting for a writer") {
  const Folder folder;
  REQUIRE(::mkfifo((folder.path() / "pipe.json").c_str(), 0600) == 0);
  CHECK(complaint(folder) == "pipe.json is a named pipe, not a file");
}

TEST_CASE("a folder in place of a file is said to be one") {
  const Folder folder;
  folder.write("x.json/inner.json", "[]");
  CHECK(complaint(folder) == "x.json is a folder, not a file");
}

TEST_CASE("a link to a device that never ends is refused") {
  const Folder folder;
  fs::create_symlink("/dev/zero", folder.path() / "zero.json");
  CHECK(complaint(folder) == "zero.json is a device, not a file");
}

TEST_CASE("links that lead nowhere are reported") {
  const Folder folder;
  fs::create_symlink("b.json", folder.path() / "a.json");
  fs::create_symlink("a.json", folder.path() / "b.json");
  fs::create_symlink("nothing", folder.path() / "c.json");
  folder.write("good.json", {choice()});
  CHECK(folder.load().problems().size() == 3);
  CHECK(folder.load().items().size() == 1);
}

TEST_CASE("a missing pack is reported and the other packs are loaded") {
  const Folder folder;
  const fs::path good = folder.write("good.json", {choice()});
  const std::vector<fs::path> packs{folder.path() / "missing", good};
  const content::Bank bank = content::load(packs, NINES_SOURCE_FOLDER "/content/schema");
  CHECK(described(bank) ==
        std::vector<std::string>{(folder.path() / "missing").string() + ": does not exist"});
  CHECK(bank.items().size() == 1);
}

/// Files without permissions bind everyone but root, so root becomes nobody for a while.
class Unprivileged {
 public:
  Unprivileged() : was_root_(::geteuid() == 0) {
    if (was_root_) worked_ = ::seteuid(65534) == 0;
  }
  ~Unprivileged() {
    if (was_root_ && ::seteuid(0) != 0) std::abort();
  }
  Unprivileged(const Unprivileged&) = delete;
  Unprivileged& operator=(const Unprivileged&) = delete;
  bool worked() const { return worked_; }

 private:
  bool was_root_;
  bool worked_ = true;
};

TEST_CASE("a file and a folder without permission are reported, and the rest is loaded") {
  const Folder folder;
  fs::permissions(folder.path(), fs::perms::all);
  folder.write("good.json", {choice()});
  const fs::path file = folder.write("secret.json", {choice("b")});
  folder.write("vault/x.json", {choice("c")});
  schemas();
  fs::permissions(file, fs::perms::none);
  fs::permissions(folder.path() / "vault", fs::perms::none);
  std::vector<std::string> said;
  std::size_t items = 0;
  {
    const Unprivileged nobody;
    if (!nobody.worked()) {
      std::cout << "SKIPPED: root cannot become another user here\n";
      return;
    }
    const content::Bank bank = folder.load();
    said = described(bank);
    items = bank.items().size();
  }
  fs::permissions(folder.path() / "vault", fs::perms::all);
  std::ranges::sort(said);
  CHECK(said == std::vector<std::string>{file.string() + ": cannot be read: you have no permission",
                                         (folder.path() / "vault").string() +
                                             ": cannot be opened: you have no permission"});
  CHECK(items == 1);
}

TEST_CASE("a file that grows or shrinks while it is read is told from one that does not") {
  // A file of /proc has more bytes than its size says.
  const auto read = content::read_file("/proc/self/status");
  REQUIRE(std::holds_alternative<content::FileFault>(read));
  CHECK(std::get<content::FileFault>(read).message == "changed while it was read; try again");
}

TEST_CASE("more than the allowed number of files is not read") {
  const Folder folder;
  for (std::size_t i = 0; i <= content::files_max; ++i) {
    folder.write(fmt::format("{:05}.json", i), "[]");
  }
  const content::Bank bank = folder.load();
  CHECK(bank.file_count() == content::files_max);
  REQUIRE(bank.problems().size() == 1);
  CHECK(bank.problems()[0].rule == "too-many-files");
}

}  // namespace
