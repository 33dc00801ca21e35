#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "content/explain.hpp"

namespace content {

/// What an element of a content file says it is. The first three are those of content::Kind.
enum class ElementKind { choice, open, article, drill };
inline constexpr std::array<std::string_view, 4> element_kind_names{"choice", "open", "article",
                                                                    "drill"};

/// The JSON Schemas of content, ready for use. Any number of threads may use one.
class Schemas {
 public:
  /// Reads item.schema.json and drill.schema.json. Throws base::Error when it cannot.
  explicit Schemas(const std::filesystem::path& folder);
  ~Schemas();
  Schemas(const Schemas&) = delete;
  Schemas& operator=(const Schemas&) = delete;

  /// What is wrong with an object of this kind. That something is wrong is valijson's judgement;
  /// what it is, in words for an author, explain() finds.
  std::vector<Fault> check(ElementKind kind, const nlohmann::json& object) const;

 private:
  struct Compiled;
  std::array<std::unique_ptr<Compiled>, element_kind_names.size()> compiled_;
};

}  // namespace content
