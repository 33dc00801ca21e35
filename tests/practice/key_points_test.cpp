#include "practice/key_points.hpp"

#include "catch.hpp"
#include "practice/tokens.hpp"

namespace {

using content::KeyPoint;
using content::Match;
using practice::Finding;
using practice::Rating;
using practice::Tick;

std::string found(const Match& match, std::string_view answer) {
  KeyPoint point;
  point.match = match;
  const auto result = practice::find_point(point, answer);
  REQUIRE(result);
  constexpr const char* names[] = {"found", "maybe", "missing", "contradicted"};
  return std::string(names[static_cast<int>(result->finding)]) +
         (result->quote.empty() ? "" : ": " + result->quote);
}

const Match lease{.any = {{"lease expir*", "ttl"}, {"fencing token", "monotonic* token"}}};

TEST_CASE("a key point is found when a phrase of each list occurs, and the words are quoted") {
  CHECK(found(lease, "The lease expires, so we need fencing tokens.") ==
        "found: lease expires, so we need fencing tokens");
  CHECK(found(lease, "a TTL plus a monotonically growing token") ==
        "found: TTL plus a monotonically growing token");
  CHECK(found(lease, "Leases have expired; every write carries a token for fencing") ==
        "maybe: Leases have expired");
  CHECK(found(lease, "use a lock server") == "missing");
  CHECK(found(lease, "") == "missing");
}

TEST_CASE("words match by stem, joined or apart, and hyphens are blanks") {
  const Match match{.any = {{"time out", "retry"}}};
  for (const char* text : {"a timeout", "it times out", "a time-out", "RETRIES", "retrying"}) {
    INFO(text);
    CHECK(found(match, text).starts_with("found"));
  }
  CHECK(found({.any = {{"read-your-writes"}}}, "read your writes").starts_with("found"));
  CHECK(found({.any = {{"two phase commit"}}}, "two-phase commits").starts_with("found"));
  CHECK(found({.any = {{"failover"}}}, "we fail over").starts_with("found"));
  CHECK(found({.any = {{"5 %"}}}, "about 5% or 5 percent").starts_with("found"));
  CHECK(found({.any = {{"w + r > n"}}}, "W+R>N holds").starts_with("found"));
  CHECK(found({.any = {{"99.9"}}}, "99.99 of them") == "missing");
  CHECK(found({.any = {{"cat"}}}, "category") == "missing");
}

TEST_CASE("a phrase lets two words in between, but no end of a sentence") {
  const Match match{.any = {{"cancel the other"}}};
  CHECK(found(match, "then cancel all the other ones").starts_with("found"));
  CHECK(found(match, "then cancel this and the many other ones") == "missing");
  CHECK(found(match, "then cancel. Other things") == "missing");
}

TEST_CASE("order and nearness decide where the author asks for them") {
  Match match{.any = {{"leader"}, {"follower"}}, .ordered = true};
  CHECK(found(match, "from the leader to the follower").starts_with("found"));
  CHECK(found(match, "from the follower to the leader").starts_with("maybe"));
  match.ordered = false;
  match.near = 4;
  CHECK(found(match, "the follower trails the leader").starts_with("found"));
  CHECK(found(match, "the leader takes all the writes and the other one is a follower")
            .starts_with("maybe"));
}

TEST_CASE("a contraction is the words it is made of") {
  const auto words = [](const char* text) {
    std::string joined;
    for (const auto& token : practice::tokens_of(text)) joined += token.word + ' ';
    return joined;
  };
  CHECK(words("it can't") == "it can not ");
  CHECK(words("it cannot") == "it can not ");
  CHECK(words("it won't") == "it will not ");
  CHECK(words("it doesn't") == "it does not ");
  CHECK(words("the replica's lease") == "the replica lease ");
}

TEST_CASE("a starred word stands for what begins so, and for its own other forms") {
  const Match match{.any = {{"merge*"}}};
  for (const char* said : {"they merge", "merged values", "merging the two", "a mergeable type"}) {
    INFO(said);
    CHECK(found(match, said).starts_with("found"));
  }
  CHECK(found(match, "they emerge").starts_with("missing"));
}

TEST_CASE("a negation turns a phrase round up to punctuation, but, or five words") {
  const Match match{.any = {{"idempotent"}}, .not_before = {"not", "no need", "never"}};
  CHECK(found(match, "it must be idempotent").starts_with("found"));
  CHECK(found(match, "it need not be idempotent").starts_with("contradicted"));
  CHECK(found(match, "it doesn't have to be idempotent").starts_with("contradicted"));
  CHECK(found(match, "there is no need to be idempotent").starts_with("contradicted"));
  CHECK(found(match, "this is not enough, it must be idempotent").starts_with("found"));
  CHECK(found(match, "not easy but idempotent").starts_with("found"));
  CHECK(found(match, "not one of these six words reaches idempotent").starts_with("found"));
  CHECK(found(match, "it cannot be not idempotent").starts_with("found"));
}

TEST_CASE("what says the opposite is told") {
  const Match match{.any = {{"caller", "client side"}},
                    .contradicts = {{"breaker"}, {"retries for you"}}};
  CHECK(found(match, "The breaker retries for you at the caller.").starts_with("contradicted"));
  CHECK(found(match, "It sits at the caller.").starts_with("found"));
}

TEST_CASE("a key point without phrases has no finding, and odd answers do no harm") {
  CHECK_FALSE(practice::find_point(KeyPoint{}, "anything"));
  CHECK(found(lease, std::string(200'000, 'x')) == "missing");
  CHECK(found(lease, "\xff\xfe''*** n't -- %%%") == "missing");
  std::string many;
  for (int i = 0; i < 5000; ++i) many += "ttl ";
  CHECK(found(lease, many).starts_with("maybe"));
}

TEST_CASE("the rating follows from the ticks") {
  const Tick must_said{.must = true, .said = true}, must_missed{.must = true};
  const Tick said{.said = true}, missed{};
  CHECK(practice::rating_of({must_said, must_missed, said, said}, true) == Rating::again);
  CHECK(practice::rating_of({must_said, said, missed}, true) == Rating::hard);
  CHECK(practice::rating_of({must_said, said, said, said, missed, missed}, true) == Rating::good);
  CHECK(practice::rating_of({must_said, said}, false) == Rating::good);
  CHECK(practice::rating_of({must_said, said}, true) == Rating::easy);
  CHECK(practice::rating_of({must_said}, true) == Rating::easy);
}

TEST_CASE("the follow-up fits what was missed, and takes turns when nothing was") {
  content::Open open;
  open.key_points = {{.text = "Retries need a budget", .must = true},
                     {.text = "Replicas share a slow disk"}};
  open.follow_ups = {{.prompt = "Tell me about disks that all replicas share."},
                     {.prompt = "What budget do retries get?"}};
  CHECK(practice::choose_follow_up(open, {{true, false, {}}, {false, false, {}}}, 0) == 1);
  CHECK(practice::choose_follow_up(open, {{true, true, {}}, {false, false, {}}}, 1) == 0);
  CHECK(practice::choose_follow_up(open, {{true, true, {}}, {false, true, {}}}, 1) == 1);
  CHECK(practice::choose_follow_up(open, {{true, true, {}}, {false, true, {}}}, 2) == 0);
  open.follow_ups.clear();
  CHECK_FALSE(practice::choose_follow_up(open, {}, 0));
}

}  // namespace
