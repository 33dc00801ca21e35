#include "web/browser.hpp"

#include <cstdlib>
#include <fmt/format.h>
#include <iostream>
#include <optional>

#include "catch.hpp"
#include "simulation/scenarios.hpp"
#include "support/command.hpp"
#include "web/live_server.hpp"
#include "web/tools.hpp"

namespace {

using namespace std::chrono_literals;
using support::contains;
using web_tests::Browser;
using web_tests::LiveServer;

std::optional<std::string> find_browser() {
  return web_tests::find_tool({"chromium", "chromium-browser"});
}

std::string page_of(const LiveServer& live, const std::string& options = {}) {
  return fmt::format("http://127.0.0.1:{}/{}", live.port(), options);
}

std::string text_of(Browser& browser, const std::string& selector) {
  return browser.evaluate(fmt::format("document.querySelector('{}').innerText", selector))
      .get<std::string>();
}

TEST_CASE("the page shows a failing service as open, with symbol and word, on node and edge") {
  const auto program = find_browser();
  if (!program) return;
  const LiveServer live({.start = 8s, .is_paused = true});
  Browser browser(*program);
  browser.open(page_of(live, "?snapshot=1"));
  CHECK(contains(text_of(browser, "#rows tr:nth-child(2)"), "● HEALTHY"));
  const auto payment = text_of(browser, "#rows tr:nth-child(3)");
  CHECK(contains(payment, "■ OPEN"));
  // What would be markup is text.
  CHECK(contains(payment, "Payment <b>&\"x\""));
  CHECK(browser.evaluate("document.querySelectorAll('#rows b, #graph b, #log li b b').length") ==
        0);
  const auto graph =
      browser.evaluate("document.querySelector('#graph svg').textContent").get<std::string>();
  CHECK(contains(graph, "■ OPEN "));
  CHECK(contains(graph, "● CLOSED"));
  CHECK(contains(
      browser.evaluate("document.querySelector('#graph svg').ariaLabel").get<std::string>(),
      "User: healthy; "));
  CHECK(contains(text_of(browser, "#log"), "BREAKER"));
  CHECK(contains(text_of(browser, "#log"), "FAULT"));
  CHECK(text_of(browser, "#running") == "PAUSED");
  CHECK(browser.complaints().empty());
}

TEST_CASE("the page draws how each service's latencies are distributed, and says it in words") {
  const auto program = find_browser();
  if (!program) return;
  const LiveServer live({.start = 8s, .is_paused = true});
  Browser browser(*program);
  for (const int width : {390, 1280}) {
    browser.set_screen({.width = width, .height = 800});
    browser.open(page_of(live, "?snapshot=1"));
    INFO(width);
    CHECK(browser.evaluate("document.querySelectorAll('#latencies svg[role=img]').length") == 2);
    CHECK(browser.evaluate("document.querySelector('#latencies svg').ariaLabel") ==
          "Latencies of User");
    // Every band that was counted is a bar; what is slower than the SLO is told apart.
    CHECK(browser.evaluate(
              "fetch('snapshot.json').then((answer) => answer.json()).then(({ services }) => "
              "services.every(({ latency }, i) => latency.counts.filter(Boolean).length === "
              "[...document.querySelectorAll('#latencies svg')[i].querySelectorAll('path')].reduce("
              "(sum, path) => sum + path.getAttribute('d').split('M').length - 1, 0)))") == true);
    const auto above = [&browser](int service) {
      return browser
          .evaluate(fmt::format(
              "document.querySelectorAll('#latencies .above')[{}].getAttribute('d')", service))
          .get<std::string>();
    };
    CHECK(above(0).empty());
    CHECK_FALSE(above(1).empty());
    const auto said = text_of(browser, "#latencies li:nth-child(2) .figures");
    CHECK(contains(said, "p50 "));
    CHECK(contains(said, " ms !"));
    CHECK(contains(browser.evaluate("document.querySelectorAll('#latencies desc')[1].textContent")
                       .get<std::string>(),
                   " answers in the last 10 s; SLO 300 ms"));
    // The scale stands below the bars of its values.
    CHECK(browser.evaluate("(() => { const of = (selector) => document.querySelector(selector)"
                           ".getBoundingClientRect(); const chart = of('#latencies svg'); const "
                           "scale = of('#latencies .scale div'); return Math.abs(chart.left - "
                           "scale.left) < 1 && Math.abs(chart.width - scale.width) < 1 && "
                           "chart.width > 200; })()") == true);
  }
  CHECK(browser.complaints().empty());
}

TEST_CASE("the page loads nothing from elsewhere") {
  const auto program = find_browser();
  if (!program) return;
  const LiveServer live({.is_paused = true});
  Browser browser(*program);
  browser.open(page_of(live));
  browser.wait_for("document.body.dataset.number > 0");
  CHECK(browser.evaluate("performance.getEntriesByType('resource').every("
                         "(entry) => new URL(entry.name).origin === location.origin)") == true);
  CHECK(browser.evaluate("performance.getEntriesByType('resource').length >= 8") == true);
  CHECK(browser.complaints().empty());
}

TEST_CASE("the stream moves the page, and buttons and keys move the simulation") {
  const auto program = find_browser();
  if (!program) return;
  LiveServer live;
  Browser browser(*program);
  browser.open(page_of(live));
  browser.wait_for("document.body.dataset.number > 0");
  const auto first = browser.evaluate("Number(document.body.dataset.number)").get<int>();
  browser.wait_for(fmt::format("document.body.dataset.number > {}", first + 1));

  browser.evaluate("document.querySelector('#pause').click()");
  browser.wait_for("document.querySelector('#running').textContent === 'PAUSED'");
  browser.wait_for("document.querySelector('#pause').textContent.startsWith('Resume')");
  browser.press(" ", "Space");
  browser.wait_for("document.querySelector('#running').textContent === 'RUNNING'");
  browser.press("b", "KeyB");
  browser.wait_for("document.querySelector('#breakers').ariaPressed === 'false'");
  browser.press("+", "Equal");
  browser.wait_for("document.querySelector('#speed').textContent === '10×'");
  browser.press("1", "Digit1");
  browser.wait_for("document.querySelector('#graph').textContent.includes('fault: errors 20 %')");
  // The shortcuts are letters in the filter.
  browser.press("/", "Slash");
  browser.press("b", "KeyB");
  browser.wait_for("document.querySelector('#filter').value === 'b'");
  CHECK(browser.evaluate("document.querySelector('#breakers').ariaPressed") == "false");
  CHECK(browser.complaints().empty());
}

TEST_CASE("the events are filtered by words, by kind and by cause") {
  const auto program = find_browser();
  if (!program) return;
  const LiveServer live({.start = 20s, .is_paused = true});
  Browser browser(*program);
  browser.open(page_of(live, "?snapshot=1"));
  const auto rows = [&browser] {
    return browser.evaluate("document.querySelectorAll('#log button').length").get<int>();
  };
  const int all = rows();
  REQUIRE(all > 4);
  browser.evaluate(
      "document.querySelector('#kind').value = 'breaker';"
      "document.querySelector('#kind').dispatchEvent(new Event('change'))");
  const int breakers = rows();
  CHECK(breakers > 0);
  CHECK(breakers < all);
  browser.evaluate("[...document.querySelectorAll('#log button')].at(-1).click()");
  browser.evaluate(
      "document.querySelector('#kind').value = '';"
      "document.querySelector('#kind').dispatchEvent(new Event('change'))");
  CHECK(contains(text_of(browser, "#chain"), "What led to event"));
  CHECK(contains(text_of(browser, "#log"), "FAULT"));
  browser.evaluate("document.querySelector('#chain button').click()");
  browser.evaluate(
      "document.querySelector('#filter').value = 'no such word';"
      "document.querySelector('#filter').dispatchEvent(new Event('input'))");
  CHECK(rows() == 0);
  CHECK(text_of(browser, "#log") == "No event matches.");
}

TEST_CASE("the page says that it is stale when the program is gone, and recovers when it is back") {
  const auto program = find_browser();
  if (!program) return;
  auto live = std::make_unique<LiveServer>();
  const auto port = live->port();
  Browser browser(*program);
  browser.open(page_of(*live));
  browser.wait_for("document.body.dataset.number > 0");
  CHECK(browser.evaluate("document.querySelector('#banner').hidden") == true);
  live.reset();
  browser.wait_for("document.querySelector('#banner').textContent.startsWith('▲ STALE')");
  CHECK(browser.evaluate("document.body.classList.contains('stale')") == true);
  live = std::make_unique<LiveServer>(LiveServer::Plan{.port = port});
  browser.wait_for("document.querySelector('#banner').hidden");
  CHECK(browser.evaluate("document.body.classList.contains('stale')") == false);
}

TEST_CASE("nothing is cut off at phone and desktop width, and controls have names") {
  const auto program = find_browser();
  if (!program) return;
  const LiveServer live({.start = 12s, .is_paused = true});
  Browser browser(*program);
  for (const int width : {360, 390, 768, 1280, 1920}) {
    browser.set_screen({.width = width, .height = 800});
    browser.open(page_of(live, "?snapshot=1"));
    INFO(width);
    CHECK(browser.evaluate("document.documentElement.scrollWidth <= innerWidth") == true);
    // Texts of the graph lie in its picture.
    CHECK(browser.evaluate("(() => { const out = document.querySelector('#graph svg')"
                           ".getBoundingClientRect(); return [...document.querySelectorAll("
                           "'#graph text')].filter((t) => t.textContent).filter((t) => { const r = "
                           "t.getBoundingClientRect(); return r.left < out.left - 1 || r.right > "
                           "out.right + 1; }).map((t) => t.textContent).join('; '); })()") == "");
    CHECK(browser.evaluate("[...document.querySelectorAll('button, select, input')].every("
                           "(c) => c.ariaLabel || c.textContent.trim() || c.labels?.length)") ==
          true);
  }
}

// For people to look at; run by its tag alone.
TEST_CASE("screenshots of the page are kept where NINES_SCREENSHOTS says", "[.screenshots]") {
  const char* folder = std::getenv("NINES_SCREENSHOTS");
  REQUIRE(folder != nullptr);
  const auto program = find_browser();
  if (!program) return;
  Browser browser(*program);
  for (const auto& [name, start] : {std::pair{"open", 34s}, std::pair{"later", 100s}}) {
    const LiveServer live(
        {.scenario = simulation::named_scenarios().front(), .start = start, .is_paused = true});
    for (const bool is_dark : {false, true}) {
      for (const auto& [width, height] : {std::pair{1280, 900}, std::pair{390, 844}}) {
        browser.set_screen({.width = width, .height = height, .is_dark = is_dark});
        browser.open(page_of(live, "?snapshot=1"));
        const auto file =
            fmt::format("{}/{}-{}-{}.png", folder, name, width, is_dark ? "dark" : "light");
        browser.save_screenshot(file, width < 700);
        CHECK(std::filesystem::file_size(file) > 10'000);
      }
    }
  }
}

}  // namespace
