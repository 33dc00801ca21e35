#include "nines/history.hpp"

#include <fcntl.h>
#include <fstream>
#include <system_error>
#include <unistd.h>
#include <vector>

#include "base/error.hpp"
#include "base/unique_fd.hpp"
#include "terminal/text.hpp"

namespace nines {
namespace {

constexpr std::size_t lines_kept = 1000;
constexpr std::size_t line_bytes_max = 4096;
constexpr std::uintmax_t file_bytes_max = 4 << 20;

std::vector<std::string> read_lines(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error) ||
      std::filesystem::file_size(file, error) > file_bytes_max) {
    return {};
  }
  std::ifstream in(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.size() > line_bytes_max || !terminal::is_valid_utf8(line)) continue;
    lines.push_back(line);
  }
  return lines;
}

/// Writes a copy and renames it, so that a kill leaves the old file or the new one.
void replace(const std::filesystem::path& file, const std::vector<std::string>& lines) {
  const std::filesystem::path fresh = file.string() + ".new";
  {
    std::ofstream out(fresh, std::ios::trunc);
    for (const auto& line : lines) out << line << '\n';
    if (!out.flush()) return;
  }
  std::error_code ignored;
  std::filesystem::rename(fresh, file, ignored);
}

}  // namespace

History::History(Context& context, bool is_kept) : console_(context.console()) {
  if (!is_kept) return;
  try {
    const auto folder = context.state_folder();
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) return;
    file_ = folder / "history";
  } catch (const base::Error&) {
    return;
  }
  auto lines = read_lines(file_);
  if (lines.size() > lines_kept * 2) {
    lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(lines_kept));
    replace(file_, lines);
  }
  console_.set_history(lines);
}

void History::add(const std::string& line) {
  console_.add_history(line);
  if (file_.empty() || line.size() > line_bytes_max) return;
  const base::UniqueFd fd(
      ::open(file_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!fd) return;
  const std::string bytes = line + '\n';
  // One write, so that lines of two prompts do not mix. A failure loses a convenience only.
  [[maybe_unused]] const auto written = ::write(fd.get(), bytes.data(), bytes.size());
}

}  // namespace nines
