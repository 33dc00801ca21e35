#include <cstdio>
#include <cstring>
#include <unistd.h>

#include "attack.hpp"

namespace {

/// Before main, as a submission would do it to end with success before it is tested.
struct ExitsEarly {
  ExitsEarly() {
    if (hostile::setting("HOSTILE_EXIT_EARLY") == "1") std::exit(7);
  }
} exits_early;

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) return 2;
  for (const hostile::Attack* attacks :
       {hostile::process_attacks, hostile::memory_attacks, hostile::file_attacks,
        hostile::network_attacks, hostile::signal_attacks, hostile::kernel_attacks}) {
    for (const hostile::Attack* attack = attacks; attack->name != nullptr; ++attack) {
      if (std::strcmp(attack->name, arguments[1]) == 0) return attack->run();
    }
  }
  std::fprintf(stderr, "no attack is called %s\n", arguments[1]);
  return 2;
}
