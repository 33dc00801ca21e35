#pragma once

namespace support {

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define NINES_IS_SANITIZED
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) && !defined(NINES_IS_SANITIZED)
#define NINES_IS_SANITIZED
#endif

/// How often a long test does its work. Under the sanitizers everything takes ten times as long;
/// what they look for shows in a part of it, and the plain build does it all.
template <typename Number>
constexpr Number rounds(Number full, [[maybe_unused]] Number part) {
#ifdef NINES_IS_SANITIZED
  return part;
#else
  return full;
#endif
}

}  // namespace support
