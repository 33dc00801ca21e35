#include "web/browser.hpp"

#include <fmt/format.h>
#include <stdexcept>
#include <thread>

namespace web_tests {
namespace {

using nlohmann::json;

// Descriptors 3 and 4 are where Chromium looks for its debugger.
support::Command browser_command(const std::string& program, const std::filesystem::path& profile) {
  const auto script = fmt::format(
      "exec '{}' --headless --no-sandbox --disable-gpu --no-first-run --disable-extensions "
      "--disable-background-networking --disable-component-update --disable-sync "
      "--remote-debugging-pipe --user-data-dir='{}' about:blank 3<&0 4>&1 >/dev/null 2>&1 "
      "</dev/null",
      program, profile.string());
  auto command = support::shell(script);
  command.environment["HOME"] = profile.string();
  command.environment["PATH"] = "/usr/bin:/bin";
  return command;
}

std::string base64_decoded(const std::string& text) {
  constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  unsigned bits = 0;
  int count = 0;
  for (const char character : text) {
    const auto digit = digits.find(character);
    if (digit == std::string_view::npos) break;
    bits = (bits << 6) | static_cast<unsigned>(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>((bits >> count) & 0xff);
  }
  return bytes;
}

}  // namespace

Browser::Browser(const std::string& program) : process_(browser_command(program, profile_.path())) {
  const auto target = call("Target.createTarget", {{"url", "about:blank"}})["targetId"];
  const auto session =
      call("Target.attachToTarget", {{"targetId", target}, {"flatten", true}})["sessionId"];
  session_ = session.get<std::string>();
  call("Page.enable");
  call("Runtime.enable");
  call("Log.enable");
}

json Browser::call(const std::string& method, const json& parameters) {
  json request{{"id", ++last_id_}, {"method", method}};
  if (!parameters.is_null()) request["params"] = parameters;
  if (!session_.empty()) request["sessionId"] = session_;
  process_.send(request.dump() + '\0');
  while (true) {
    auto text = process_.expect(std::string_view("\0", 1));
    text.pop_back();
    const auto message = json::parse(text);
    if (message.value("id", 0) == last_id_) {
      if (message.contains("error")) throw std::runtime_error(method + ": " + message.dump());
      return message.value("result", json::object());
    }
    const auto event = message.value("method", "");
    if (event == "Runtime.exceptionThrown" || event == "Log.entryAdded") {
      complaints_ += message["params"].dump() + "\n";
    }
  }
}

void Browser::set_screen(const Screen& screen) {
  call("Emulation.setDeviceMetricsOverride", {{"width", screen.width},
                                              {"height", screen.height},
                                              {"deviceScaleFactor", 1},
                                              {"mobile", screen.width < 700}});
  call("Emulation.setEmulatedMedia",
       {{"features",
         {{{"name", "prefers-color-scheme"}, {"value", screen.is_dark ? "dark" : "light"}},
          {{"name", "prefers-reduced-motion"},
           {"value", screen.reduces_motion ? "reduce" : "no-preference"}}}}});
}

void Browser::open(const std::string& url) {
  const auto result = call("Page.navigate", {{"url", url}});
  if (result.contains("errorText")) throw std::runtime_error(url + ": " + result.dump());
  wait_for(
      fmt::format("location.href === {} && document.readyState === 'complete'", json(url).dump()));
}

json Browser::evaluate(const std::string& expression) {
  const auto result =
      call("Runtime.evaluate",
           {{"expression", expression}, {"returnByValue", true}, {"awaitPromise", true}});
  if (result.contains("exceptionDetails")) {
    throw std::runtime_error(expression + ": " + result["exceptionDetails"].dump());
  }
  return result["result"].value("value", json());
}

void Browser::wait_for(const std::string& expression) {
  const auto end = std::chrono::steady_clock::now() + support::patience;
  while (std::chrono::steady_clock::now() < end) {
    if (evaluate(expression) == true) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  throw std::runtime_error(
      fmt::format("never true: {}; the page says: {}", expression,
                  evaluate("document.body.innerText").get<std::string>().substr(0, 3000)));
}

void Browser::press(const std::string& key, const std::string& code) {
  json event{{"type", "keyDown"}, {"key", key}, {"code", code}};
  if (key.size() == 1) event["text"] = key;
  call("Input.dispatchKeyEvent", event);
  call("Input.dispatchKeyEvent", {{"type", "keyUp"}, {"key", key}, {"code", code}});
}

void Browser::save_screenshot(const std::filesystem::path& file, bool whole_page) {
  const auto picture =
      call("Page.captureScreenshot", {{"format", "png"}, {"captureBeyondViewport", whole_page}});
  support::write_file(file, base64_decoded(picture["data"].get<std::string>()));
}

}  // namespace web_tests
