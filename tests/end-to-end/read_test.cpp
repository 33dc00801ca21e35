#include "catch.hpp"
#include "session.hpp"

using end_to_end::has_escape;
using end_to_end::Session;
using end_to_end::with_content;
using support::contains;
using support::Exit;
using support::Home;

TEST_CASE("read lists what there is, and shows it in one piece in a pipe") {
  const Home home;
  const auto list = home.run(with_content({"read"}));
  CHECK(list.exit == Exit{0, {}});
  CHECK(contains(list.output, "long-article"));
  CHECK(contains(list.output, "spoken-case"));
  CHECK(contains(list.output, "errata"));
  CHECK_FALSE(contains(list.output, "spoken-one"));
  const auto article = home.run(with_content({"read", "long-article"}));
  CHECK_FALSE(has_escape(article.output));
  CHECK(contains(article.output, "First line."));
  CHECK(contains(article.output, "Last line."));
  CHECK(contains(article.output, "https://example.org/articles"));
  CHECK(contains(home.run(with_content({"read", "spoken-case"})).output, "A million customers."));
  const auto errata = home.run(with_content({"read", "errata"}));
  CHECK(contains(errata.output, "It needs one of bounded drift."));
  CHECK(contains(errata.output, "Commonly said (wrong):"));
  const auto json =
      nlohmann::json::parse(home.run(with_content({"read", "erratum-lease", "--json"})).output);
  CHECK(json.at("items").at(0).at("true") == "It needs one of bounded drift.");
}

TEST_CASE("what cannot be read is told, with what asks it or comes near") {
  const Home home;
  const auto question = home.run(with_content({"read", "spoken-one"}));
  CHECK(question.exit == Exit{2, {}});
  CHECK(contains(question.error, "nines interview spoken-one"));
  CHECK(contains(home.run(with_content({"read", "long-artikle"})).error,
                 "did you mean \"long-article\"?"));
}

TEST_CASE("on a terminal a long text is shown page by page") {
  const Home home;
  Session session(home, {"read", "long-article"}, {.columns = 60, .rows = 20});
  session.expect("Enter more, b back, q leave");
  CHECK(contains(session.screen().text(), "First line."));
  CHECK_FALSE(contains(session.screen().stream(), "Last line."));
  session.expect("> ");
  session.send(" ");
  session.expect("> ");
  session.send(" ");
  session.expect("Last line.");
  CHECK(session.wait() == Exit{0, {}});
  CHECK(session.is_cooked());
}

TEST_CASE("list counts the items of each topic and kind") {
  const Home home;
  const auto json =
      nlohmann::json::parse(home.run(with_content({"list", "e2e-", "--json"})).output);
  CHECK(json.at("counts").at("e2e-spoken").at("open") == 1);
  CHECK(json.at("counts").at("e2e-spoken").at("erratum") == 1);
  CHECK(json.at("counts").at("e2e-drill").at("drill") == 1);
  const auto text = home.run(with_content({"list", "topic:e2e-spoken"})).output;
  CHECK(contains(text, "erratum"));
}
