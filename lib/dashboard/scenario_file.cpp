#include "dashboard/scenario_file.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/unique_fd.hpp"
#include "dashboard/scenario_decode.hpp"
#include "simulation/scenarios.hpp"
#include "terminal/suggest.hpp"

namespace dashboard {
namespace {

std::string read_scenario_bytes(const std::filesystem::path& file) {
  // O_NONBLOCK: opening a named pipe would wait for its writer.
  const base::UniqueFd fd(::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  if (!fd) throw base::Error(fmt::format("cannot be read: {}", std::strerror(errno)));
  struct stat status{};
  if (::fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode))
    throw base::Error("is not a regular file", "A scenario is a JSON file.");
  const auto too_large = [] {
    return base::Error(
        fmt::format("is larger than a scenario may be ({} MiB)", scenario_bytes_max >> 20));
  };
  if (status.st_size > static_cast<off_t>(scenario_bytes_max)) throw too_large();
  std::string bytes(scenario_bytes_max + 1, '\0');
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t count = ::read(fd.get(), bytes.data() + done, bytes.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw base::Error(fmt::format("cannot be read: {}", std::strerror(errno)));
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  if (done > scenario_bytes_max) throw too_large();
  bytes.resize(done);
  return bytes;
}

}  // namespace

simulation::Scenario parse_scenario(std::string_view text) {
  const nlohmann::json json = parse_json_text(text);
  auto scenario = decode_scenario(JsonField(json, {}));
  simulation::validate(scenario);
  return scenario;
}

simulation::Scenario read_scenario_file(const std::filesystem::path& file) {
  try {
    return parse_scenario(read_scenario_bytes(file));
  } catch (const base::Error& error) {
    const std::string advice =
        error.advice().empty()
            ? "\"nines dashboard --scenario payment-outage --print-scenario\" shows the format."
            : error.advice();
    throw base::Error(fmt::format("{}: {}", file.string(), error.what()), advice);
  }
}

simulation::Scenario find_scenario(const std::string& name_or_file) {
  if (const auto* named = simulation::find_scenario(name_or_file)) return *named;
  std::error_code error;
  const bool looks_like_file = name_or_file.find_first_of("/.") != std::string::npos;
  if (looks_like_file || std::filesystem::exists(name_or_file, error))
    return read_scenario_file(name_or_file);
  std::vector<std::string> names;
  std::string list;
  for (const auto& one : simulation::named_scenarios()) {
    names.push_back(one.name);
    list += (list.empty() ? "" : ", ") + one.name;
  }
  const auto near = terminal::nearest(name_or_file, names);
  throw base::Error(fmt::format("there is no scenario and no file named \"{}\"", name_or_file),
                    near ? fmt::format("did you mean \"{}\"?", *near)
                         : fmt::format("There are {}; or give a JSON file.", list));
}

}  // namespace dashboard
