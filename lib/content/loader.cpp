#include "content/loader.hpp"

#include <algorithm>
#include <atomic>
#include <fmt/format.h>
#include <thread>
#include <variant>

namespace content {
namespace {

constexpr std::size_t total_bytes_max = std::size_t{256} << 20;
constexpr std::size_t problems_per_file_max = 100;
/// How much is read at a time, so that a hostile pack cannot fill the memory with problems.
constexpr std::size_t batch_elements = 4096;
constexpr std::size_t batch_bytes = std::size_t{32} << 20;
/// Under this many elements a second thread costs more than it brings.
constexpr std::size_t elements_per_thread = 32;

/// Reads elements [begin, begin + results.size()) by as many threads as pay. Results stand in the
/// elements' order, whichever thread read them.
std::vector<ElementResult> read_elements(std::span<const Element> elements, const Schemas& schemas,
                                         Validation validation) {
  std::vector<ElementResult> results(elements.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    constexpr std::size_t stride = 16;
    for (std::size_t begin = next.fetch_add(stride); begin < elements.size();
         begin = next.fetch_add(stride)) {
      const std::size_t end = std::min(begin + stride, elements.size());
      for (std::size_t i = begin; i < end; ++i) {
        results[i] = read_element(elements[i], schemas, validation);
      }
    }
  };
  const std::size_t cores = std::clamp(std::thread::hardware_concurrency(), 1U, 8U);
  std::vector<std::jthread> helpers;
  while (helpers.size() + 1 < std::min(cores, elements.size() / elements_per_thread)) {
    helpers.emplace_back(work);
  }
  work();
  helpers.clear();
  return results;
}

}  // namespace

void Loader::report(Problem problem) {
  std::size_t& count = problems_per_file_[problem.place.file];
  if (++count < problems_per_file_max) {
    bank_.problems_.push_back(std::move(problem));
  } else if (count == problems_per_file_max) {
    report_file(problem.place.file, "too-many-problems",
                fmt::format("has more problems than the {} shown", problems_per_file_max - 1));
  }
}

void Loader::report_file(const std::filesystem::path& file, const char* rule, std::string message) {
  bank_.problems_.push_back({Severity::error, Place{file, 0}, "", "", rule, std::move(message)});
}

void Loader::add_pack(const std::filesystem::path& pack) {
  const auto reporter = [this](const std::filesystem::path& path, const char* rule,
                               std::string message) {
    report_file(path, rule, std::move(message));
  };
  for (const std::filesystem::path& file : content_files(pack, reporter)) {
    if (bytes_ > total_bytes_max) break;
    add_file(file);
  }
}

void Loader::add_file(const std::filesystem::path& file) {
  auto read = read_file(file);
  if (auto* fault = std::get_if<FileFault>(&read)) {
    return report_file(file, fault->rule.c_str(), std::move(fault->message));
  }
  auto& text = std::get<FileText>(read);
  if (!seen_.insert(text.identity).second) return;
  add_text(file, std::move(text.bytes));
}

void Loader::add_text(const std::filesystem::path& name, std::string bytes) {
  if (bytes.size() > file_bytes_max) {
    return report_file(name, "file-too-large",
                       fmt::format("is larger than {} MB", file_bytes_max >> 20));
  }
  if (bytes_ > total_bytes_max) return;
  bytes_ += bytes.size();
  if (bytes_ > total_bytes_max) {
    return report_file(name, "too-much-content",
                       fmt::format("brings the content over {} MB; it and what follows is not read",
                                   total_bytes_max >> 20));
  }
  auto text = std::make_unique<Text>();
  text->file = name;
  text->bytes = std::move(bytes);
  text->split = split_array(text->bytes);
  ++bank_.file_count_;
  elements_waiting_ += text->split.elements.size();
  bytes_waiting_ += text->bytes.size();
  waiting_.push_back(std::move(text));
  if (elements_waiting_ >= batch_elements || bytes_waiting_ >= batch_bytes) read_waiting();
}

void Loader::read_waiting() {
  std::vector<Element> elements;
  std::vector<const Text*> origins;
  for (const auto& text : waiting_) {
    for (const Element& element : text->split.elements) {
      elements.push_back(element);
      origins.push_back(text.get());
    }
    for (const SplitFault& fault : text->split.faults) {
      report({Severity::error, Place{text->file, fault.line}, "", "", "syntax", fault.message});
    }
  }
  const std::span<const Element> all(elements);
  for (std::size_t begin = 0; begin < all.size(); begin += batch_elements) {
    const auto part = all.subspan(begin, std::min(batch_elements, all.size() - begin));
    auto results = read_elements(part, schemas_, validation_);
    for (std::size_t i = 0; i < results.size(); ++i) {
      keep(origins[begin + i]->file, std::move(results[i]));
    }
  }
  waiting_.clear();
  elements_waiting_ = 0;
  bytes_waiting_ = 0;
}

void Loader::keep(const std::filesystem::path& file, ElementResult result) {
  for (Problem& problem : result.problems) {
    problem.place.file = file;
    report(std::move(problem));
  }
  if (!result.item) return;
  const std::string& id = result.item->id;
  if (const Item* const before = bank_.find(id)) {
    return report({Severity::error, Place{file, result.line}, id, "id", "duplicate-id",
                   fmt::format("is in use already, at {}:{}; that one stays",
                               before->place.file.string(), before->place.line)});
  }
  result.item->place.file = file;
  bank_.by_id_.emplace(id, bank_.items_.size());
  bank_.items_.push_back(std::move(*result.item));
}

Bank Loader::finish() {
  read_waiting();
  return std::move(bank_);
}

Bank load(std::span<const std::filesystem::path> packs, const std::filesystem::path& schema_folder,
          Validation validation) {
  const Schemas schemas(schema_folder);
  Loader loader(schemas, validation);
  for (const std::filesystem::path& pack : packs) loader.add_pack(pack);
  return loader.finish();
}

Bank load_text(const std::filesystem::path& name, std::string bytes,
               const std::filesystem::path& schema_folder, Validation validation) {
  const Schemas schemas(schema_folder);
  Loader loader(schemas, validation);
  loader.add_text(name, std::move(bytes));
  return loader.finish();
}

}  // namespace content
