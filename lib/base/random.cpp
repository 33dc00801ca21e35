#include "base/random.hpp"

#include <random>

namespace base {
namespace {

std::uint64_t split_mix(std::uint64_t& state) {
  std::uint64_t z = (state += 0x9e3779b97f4a7c15ULL);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

}  // namespace

RandomStream::RandomStream(std::uint64_t seed) {
  for (auto& word : state_) word = split_mix(seed);
}

RandomStream::RandomStream(std::uint64_t seed, std::string_view purpose)
    : RandomStream(fnv1a(purpose, seed ^ 0xcbf29ce484222325ULL)) {}

std::uint64_t RandomStream::below(std::uint64_t bound) {
  // Draws under `skip` would favour the small results; 2^64 - skip is a multiple of bound.
  const std::uint64_t skip = (0 - bound) % bound;
  for (;;) {
    const std::uint64_t draw = next();
    if (draw >= skip) return draw % bound;
  }
}

std::uint64_t fnv1a(std::string_view bytes, std::uint64_t hash) {
  for (const char c : bytes) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3ULL;
  }
  return hash;
}

std::uint64_t fresh_seed() {
  return std::random_device{}() % 1'000'000;
}

}  // namespace base
