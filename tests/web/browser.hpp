#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include <nlohmann/json.hpp>

#include "support/process.hpp"
#include "support/temporary_folder.hpp"

namespace web_tests {

/// A headless Chromium with one page, driven over its debugging pipe (DevTools protocol, one JSON
/// text after the other, each ended by a NUL): no WebSocket, no port, no other program is needed.
/// Calls throw std::runtime_error when the browser or the page reports a fault.
class Browser {
 public:
  explicit Browser(const std::string& program);

  struct Screen {
    int width = 1280;
    int height = 900;
    bool is_dark = false;
    bool reduces_motion = false;
  };
  void set_screen(const Screen& screen);
  void open(const std::string& url);
  /// The value of a JavaScript expression; a promise is waited for.
  nlohmann::json evaluate(const std::string& expression);
  /// Waits until the expression is true, looking again and again.
  void wait_for(const std::string& expression);
  /// Types one key, which is a printable character or has a name such as "Tab".
  void press(const std::string& key, const std::string& code);
  void save_screenshot(const std::filesystem::path& file, bool whole_page);
  /// What the page has written to the console, errors and refused loads among it.
  const std::string& complaints() const { return complaints_; }

 private:
  nlohmann::json call(const std::string& method, const nlohmann::json& parameters = {});

  support::TemporaryFolder profile_;
  support::Process process_;
  std::string session_;
  std::string complaints_;
  int last_id_ = 0;
};

}  // namespace web_tests
