#include "catch.hpp"
#include "session.hpp"

using support::contains;
using support::Exit;
using support::Home;

namespace {

/// Runs `left` with a pipe for its output whose reader has gone before it starts.
support::Result into_closed_pipe(const Home& home, const std::string& left) {
  return support::run(home.shell("rm -f go; mkfifo go; { read go < go; " + left +
                                 "; echo \"status $?\" >&2; } | { exec < /dev/null; echo > go; }"));
}

}  // namespace

TEST_CASE("a reader that goes away ends the program quietly") {
  const Home home;
  for (const std::string verb : {"list", "list --json", "help", "stats --json"}) {
    const auto result = into_closed_pipe(home, "\"$NINES\" " + verb);
    CAPTURE(verb, result.error);
    const bool is_quiet = result.error == "status 141\n" || result.error == "status 0\n";
    CHECK(is_quiet);
  }
}

TEST_CASE("output that cannot be written is status 2 with a message") {
  const Home home;
  for (const std::string command :
       {"\"$NINES\" list", "\"$NINES\" list --json", "\"$NINES\" help", "\"$NINES\" --version",
        "echo a | \"$NINES\" quiz --count 1", "echo list | \"$NINES\""}) {
    const auto result = support::run(home.shell("{ " + command + "; } > /dev/full"));
    CAPTURE(command, result.error);
    CHECK(result.exit == Exit{2, {}});
    CHECK(contains(result.error, "No space left"));
  }
}

TEST_CASE("a closed standard output, input or error does no harm") {
  const Home home;
  CHECK(support::run(home.shell("\"$NINES\" list >&-")).exit == Exit{2, {}});
  CHECK(support::run(home.shell("\"$NINES\" stats <&-")).exit == Exit{0, {}});
  CHECK(support::run(home.shell("\"$NINES\" quizz 2>&-")).exit == Exit{2, {}});
  // What is opened next must not take the place of a closed stream and get its text.
  const auto result = support::run(home.shell("echo a | \"$NINES\" quiz --count 1 2>&- >&-"));
  CHECK(result.exit == Exit{2, {}});
  CHECK(support::run(home.nines({"stats", "--json"})).exit == Exit{0, {}});
}
