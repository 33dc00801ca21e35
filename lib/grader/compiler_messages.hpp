#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace grader {

/// What of a compiler's output concerns the author of a submission.
struct CompilerMessages {
  /// The first few errors in the author's own files, or those that come from them, with the files'
  /// names only. Untrusted.
  std::string errors;
  /// One sentence when the submission compiles and does not fit: said by an adapter as "nines:
  /// ...".
  std::string misfit;
};

/// A file of the author's: how the compiler names it, and how the author does.
struct OwnFile {
  std::string seen;
  std::string shown;
};

CompilerMessages clean_messages(std::string_view output, const std::vector<OwnFile>& own_files);

}  // namespace grader
