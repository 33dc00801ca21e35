#include "sandbox/image.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

#include "base/error.hpp"

// The guardian's file, NINES_GUARDIAN of CMakeLists.txt, as it is: GCC 12 has no #embed.
__asm__(
    ".pushsection .rodata\n"
    ".global nines_guardian_start\n"
    "nines_guardian_start: .incbin \"" NINES_GUARDIAN
    "\"\n"
    ".global nines_guardian_end\n"
    "nines_guardian_end: .byte 0\n"
    ".popsection\n");
extern "C" {
extern const char nines_guardian_start[];
extern const char nines_guardian_end[];
}

namespace sandbox {

base::UniqueFd guardian_image() {
  const auto fail = [](const char* what) {
    throw base::Error(std::string("cannot ") + what +
                      " the sandbox's guardian: " + std::strerror(errno));
  };
  static const base::UniqueFd written = [&fail] {
    base::UniqueFd file(::memfd_create("nines-guardian", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (!file) fail("create");
    const char* at = nines_guardian_start;
    while (at != nines_guardian_end) {
      const auto left = static_cast<std::size_t>(nines_guardian_end - at);
      const ssize_t size = ::write(file.get(), at, left);
      if (size < 0 && errno == EINTR) continue;
      if (size <= 0) fail("store");
      at += size;
    }
    if (::fcntl(file.get(), F_ADD_SEALS,
                F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) {
      fail("seal");
    }
    // A file that somebody holds open for writing cannot be executed.
    base::UniqueFd readable(
        ::open(("/proc/self/fd/" + std::to_string(file.get())).c_str(), O_RDONLY | O_CLOEXEC));
    if (!readable) fail("reopen");
    return readable;
  }();
  base::UniqueFd copy(::fcntl(written.get(), F_DUPFD_CLOEXEC, 3));
  if (!copy) fail("share");
  return copy;
}

}  // namespace sandbox
