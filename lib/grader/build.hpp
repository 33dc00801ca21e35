#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include "grader/build_cache.hpp"
#include "grader/driver_files.hpp"
#include "grader/source.hpp"
#include "grader/toolchain.hpp"
#include "sandbox/sandbox.hpp"

namespace grader {

struct Build {
  enum class Status { built, compile_error, compile_limit };
  Status status = Status::compile_error;
  std::filesystem::path program;  ///< in the cache
  std::string diagnostics;        ///< untrusted: the first errors, cleaned
  std::string message;            ///< one sentence: what does not fit, which limit
  std::chrono::microseconds time{};
  bool from_cache = false;
};

/// What is made of a submission.
struct Recipe {
  /// Of the driver's folder, compiled after the submission and the driver's own units.
  std::vector<std::string> units;
  std::vector<std::string> defines;
  std::vector<std::string>
      flags;  ///< besides the usual; with any, nothing compiled beforehand fits
  bool links_driver = true;
};

/// Compiles submissions. The headers they name are compiled beforehand once for each set of names;
/// the first time, that is done while the submission itself is compiled without.
class Builder {
 public:
  /// `for_later`: compile the headers too, which pays from the second build on.
  Builder(const Toolchain& toolchain, const BuildCache& cache, sandbox::Tier tier,
          const std::atomic<bool>* stop = nullptr, bool for_later = true);
  ~Builder();

  /// Throws base::Error when no compiler could be run or the result not be kept.
  Build build(const Source& source, const DriverFiles& driver, const Recipe& recipe = {});

  /// Waits for headers that are still being compiled and keeps them.
  void finish_headers();

 private:
  struct HeadersJob;

  std::vector<std::string> command(const Source& source, const DriverFiles& driver,
                                   const Recipe& recipe, const std::string& headers) const;
  std::string find_headers(const Source& source);
  void start_headers(const Source& source, const std::string& key);

  const Toolchain& toolchain_;
  const BuildCache& cache_;
  sandbox::Tier tier_;
  const std::atomic<bool>* stop_;
  bool for_later_;
  std::unique_ptr<HeadersJob> headers_job_;
};

/// Everything but the submission that a build depends on.
std::string build_flags_text(const Toolchain& toolchain);

}  // namespace grader
