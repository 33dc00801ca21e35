#include "support/nines.hpp"

#include <utility>

namespace support {

std::filesystem::path nines_binary() {
  return NINES_BINARY;
}

Home::Home(const std::string& term) {
  environment = clean_environment(path(), term);
  environment["NINES"] = nines_binary().string();
}

Command Home::nines(std::vector<std::string> arguments) const {
  return {nines_binary(), std::move(arguments), environment, path()};
}

Result Home::run(std::vector<std::string> arguments, std::string_view input) const {
  return support::run(nines(std::move(arguments)), input);
}

Command Home::shell(const std::string& script) const {
  return {"/bin/sh", {"-c", script}, environment, path()};
}

}  // namespace support
