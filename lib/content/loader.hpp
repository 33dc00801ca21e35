#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "content/bank.hpp"
#include "content/element.hpp"
#include "content/pack_files.hpp"
#include "content/read_file.hpp"
#include "content/schema.hpp"
#include "content/split.hpp"

namespace content {

/// Builds a bank from packs and texts, in the order they are added. What is wrong with content
/// becomes a Problem of the bank. `schemas` must outlive the loader.
class Loader {
 public:
  explicit Loader(const Schemas& schemas, Validation validation = Validation::fast)
      : schemas_(schemas), validation_(validation) {}

  /// A folder or a file. A file that was added before, by whatever path, is passed over.
  void add_pack(const std::filesystem::path& pack);
  /// `bytes` as if they were the contents of a file of that name.
  void add_text(const std::filesystem::path& name, std::string bytes);

  Bank finish();

 private:
  struct Text {
    std::filesystem::path file;
    std::string bytes;
    SplitResult split;
  };

  void report(Problem problem);
  void report_file(const std::filesystem::path& file, const char* rule, std::string message);
  void add_file(const std::filesystem::path& file);
  void read_waiting();
  void keep(const std::filesystem::path& file, ElementResult result);

  const Schemas& schemas_;
  Validation validation_;
  Bank bank_;
  std::set<FileIdentity> seen_;
  std::map<std::filesystem::path, std::size_t> problems_per_file_;
  std::size_t bytes_ = 0;
  /// Texts that are split but not yet read; read many at a time, by several threads.
  std::vector<std::unique_ptr<Text>> waiting_;
  std::size_t elements_waiting_ = 0;
  std::size_t bytes_waiting_ = 0;
};

/// Loads one text, as from a file of that name. Throws as load() does.
Bank load_text(const std::filesystem::path& name, std::string bytes,
               const std::filesystem::path& schema_folder,
               Validation validation = Validation::fast);

}  // namespace content
