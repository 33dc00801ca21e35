// Feeds bytes to the content loader as if they were a file's, and lints what it made of them. Both
// ways of validating must keep the same items and report the same problems.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "content/lint.hpp"
#include "content/loader.hpp"

namespace {

content::Bank load(const content::Schemas& schemas, const std::string& bytes,
                   content::Validation validation) {
  content::Loader loader(schemas, validation);
  loader.add_text("fuzz.json", bytes);
  return loader.finish();
}

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const content::Schemas schemas(NINES_SOURCE_FOLDER "/content/schema");
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const content::Bank fast = load(schemas, bytes, content::Validation::fast);
  const content::Bank full = load(schemas, bytes, content::Validation::full);
  require(fast.items().size() == full.items().size());
  for (std::size_t i = 0; i < fast.items().size(); ++i) {
    require(fast.items()[i] == full.items()[i]);
  }
  require(fast.problems().size() == full.problems().size());
  for (const content::Problem& problem : fast.problems()) {
    require(!describe(fast, problem).empty() && problem.rule != "schema");
  }
  content::lint(fast);
  return 0;
}
