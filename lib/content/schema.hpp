#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "content/explain.hpp"
#include "content/item.hpp"

namespace content {

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
  std::vector<Fault> check(Kind kind, const nlohmann::json& object) const;

 private:
  struct Compiled;
  std::array<std::unique_ptr<Compiled>, kind_names.size()> compiled_;
};

}  // namespace content
