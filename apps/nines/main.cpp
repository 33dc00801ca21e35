#include <clocale>
#include <exception>
#include <fcntl.h>
#include <string>
#include <unistd.h>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "nines/command.hpp"
#include "nines/messages.hpp"
#include "nines/repl.hpp"
#include "terminal/console.hpp"

namespace {

/// Fills the places of standard streams that are closed, so that no file opened later takes their
/// number and gets what was meant for them. Using one still fails, as it did when it was closed.
void guard_standard_streams() {
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(fd, F_GETFD) >= 0) continue;
    [[maybe_unused]] const int filled =
        ::open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  }
}

}  // namespace

int main(int argc, char** argv) {
  guard_standard_streams();
  std::setlocale(LC_CTYPE, "");
  auto environment = terminal::current_environment();
  auto capabilities = terminal::capabilities(environment, {});
  try {
    const auto invocation =
        nines::parse(std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc), {});
    int results = STDOUT_FILENO;
    if (invocation.globals.json) {
      // Standard output is the result's alone; people are talked to on standard error.
      results = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
      if (results < 0 || ::dup2(STDERR_FILENO, STDOUT_FILENO) < 0) {
        throw base::Error("standard output or standard error is closed");
      }
      environment.output_is_terminal = environment.error_is_terminal;
    }
    capabilities = terminal::capabilities(environment, invocation.globals.display);
    terminal::Console console(capabilities);
    const base::SystemClock clock;
    nines::Shared shared{console, clock, results, {}};
    nines::Context context(invocation.globals, shared);
    return invocation.action ? invocation.action(context) : nines::run_prompt(context);
  } catch (const base::Error& error) {
    nines::tell_error(error, capabilities);
  } catch (const std::exception& error) {
    nines::tell_error(base::Error(error.what(), "this is a fault of nines: please report it"),
                      capabilities);
  }
  return nines::status_failed;
}
