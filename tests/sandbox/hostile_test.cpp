#include "arena.hpp"
#include "catch.hpp"

using sandbox::RunResult;
using sandbox::Tier;
using namespace sandbox_test;

namespace {

std::vector<std::string> run_all_attacks(Tier tier) {
  std::vector<std::string> problems;
  if (!is_available(tier)) return problems;
  Arena arena;
  for (const std::vector<std::string>& row :
       read_table(std::filesystem::path(HOSTILE_FOLDER) / "cases.txt")) {
    sandbox::Job job = arena.job(row.at(0));
    for (std::size_t i = 3; i < row.size(); ++i) {
      if (!apply_limit(row[i], job.limits)) problems.push_back("unknown limit " + row[i]);
    }
    const RunResult result = sandbox::run(job, tier);
    const std::string& expected = tier == Tier::landlock && row.at(2) != "=" ? row[2] : row.at(1);
    if (describe(result) != expected) {
      problems.push_back(row[0] + " came to " + describe(result) + ", not to " + expected);
    }
    if ((result.output + result.errors).find(secret_text) != std::string::npos) {
      problems.push_back(row[0] + " printed the secret");
    }
    if (arena.left_behind() != 0) problems.push_back(row[0] + " left processes behind");
  }
  for (const std::string& sentence : arena.damage()) problems.push_back(sentence);
  return problems;
}

void check_all_attacks(Tier tier, User user) {
  const auto problems = as(user, [tier] { return run_all_attacks(tier); });
  CHECK(problems == std::vector<std::string>{});
}

}  // namespace

TEST_CASE("every attack under bubblewrap comes to what the table says and harms nothing") {
  check_all_attacks(Tier::bubblewrap, User::own);
}

TEST_CASE("every attack under Landlock comes to what the table says and harms nothing") {
  check_all_attacks(Tier::landlock, User::own);
}

TEST_CASE("every attack of an ordinary user under bubblewrap comes to what the table says") {
  check_all_attacks(Tier::bubblewrap, User::nobody);
}

TEST_CASE("every attack of an ordinary user under Landlock comes to what the table says") {
  check_all_attacks(Tier::landlock, User::nobody);
}

TEST_CASE("the arena notices harm when nothing stops the attacks") {
  Arena arena;
  for (const char* attack :
       {"connect_tcp", "send_udp", "connect_unix", "change_mode", "truncate_by_name"}) {
    CHECK(describe(sandbox::run(arena.job(attack), Tier::none)) == "exited:42");
  }
  CHECK(arena.damage().size() == 5);
}
