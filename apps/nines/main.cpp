#include <CLI/CLI.hpp>

int main(int argc, char** argv) {
  CLI::App app{"Practice for distributed-systems and system-design interviews"};
  app.set_version_flag("--version", "nines " NINES_VERSION);
  CLI11_PARSE(app, argc, argv);
}
