#include "base/xdg.hpp"

#include <cstdlib>
#include <optional>
#include <string>

#include "base/error.hpp"
#include "catch.hpp"

namespace {

/// Sets an environment variable (null: unsets it) for one scope.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) {
    if (const char* old = std::getenv(name)) old_ = old;
    if (value != nullptr) {
      ::setenv(name, value, 1);
    } else {
      ::unsetenv(name);
    }
  }
  ~Variable() {
    if (old_) {
      ::setenv(name_, old_->c_str(), 1);
    } else {
      ::unsetenv(name_);
    }
  }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
  std::optional<std::string> old_;
};

}  // namespace

TEST_CASE("an absolute XDG variable decides") {
  const Variable set("XDG_DATA_HOME", "/var/data");
  CHECK(base::data_folder() == "/var/data/nines");
}

TEST_CASE("a relative XDG variable is ignored, as the specification asks") {
  const Variable set("XDG_CACHE_HOME", "relative");
  const Variable home("HOME", "/home/me");
  CHECK(base::cache_folder() == "/home/me/.cache/nines");
}

TEST_CASE("without HOME and variable the error says what to set") {
  const Variable unset("XDG_STATE_HOME", nullptr);
  const Variable home("HOME", nullptr);
  CHECK_THROWS_AS(base::state_folder(), base::Error);
}
