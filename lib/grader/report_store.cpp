#include "grader/report_store.hpp"

#include <cstring>
#include <stdexcept>
#include <type_traits>
#include <vector>

#include "base/random.hpp"

namespace grader {
namespace {

/// What is stored, once for both directions. `A` is called with every member in turn.
template <typename A>
void members(A& a, Observation& observation) {
  a(observation.outcome, observation.state);
}
template <typename A>
void members(A& a, TimelineRow& row) {
  a(row.at_ns, row.step, row.expected, row.got, row.differs, row.is_second);
}
template <typename A>
void members(A& a, Setting& setting) {
  for (std::int32_t& value : setting.values) a(value);
}
template <typename A>
void members(A& a, Finding& finding) {
  a(finding.requirement, finding.setting, finding.trace, finding.second, finding.look,
    finding.timeline, finding.wrong_step, finding.ending, finding.detail, finding.is_shortest);
}
template <typename A>
void members(A& a, RobustResult& result) {
  a(result.requirement, result.status, result.detail);
}
template <typename A>
void members(A& a, Coverage& coverage) {
  a(coverage.rules, coverage.rules_known, coverage.exhaustive_length, coverage.settings,
    coverage.exhaustive_cut, coverage.named_traces, coverage.derived_traces, coverage.timeout,
    coverage.derived_calls, coverage.walk_calls, coverage.exhaustive_calls,
    coverage.overlapped_calls);
}
template <typename A>
void members(A& a, std::chrono::microseconds& time) {
  auto count = time.count();
  a(count);
  time = std::chrono::microseconds(count);
}
template <typename A>
void members(A& a, std::chrono::milliseconds& time) {
  auto count = time.count();
  a(count);
  time = std::chrono::milliseconds(count);
}
template <typename A>
void members(A& a, Timing& timing) {
  a(timing.compile, timing.required, timing.robust, timing.total);
}
template <typename A>
void members(A& a, Report& report) {
  a(report.verdict, report.required_passed, report.required_total, report.findings,
    report.all_findings, report.robust, report.coverage, report.timing, report.compiler,
    report.sandbox, report.clock, report.diagnostics, report.message);
}

class Writer {
 public:
  template <typename... T>
  void operator()(T&... values) {
    (put(values), ...);
  }
  std::string bytes;

 private:
  template <typename T>
    requires(std::is_arithmetic_v<T> || std::is_enum_v<T>)
  void put(T value) {
    bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void put(std::string& text) {
    put(text.size());
    bytes += text;
  }
  template <typename T>
  void put(std::vector<T>& values) {
    put(values.size());
    for (T& value : values) put(value);
  }
  template <typename T>
  void put(std::optional<T>& value) {
    put(value.has_value());
    if (value) put(*value);
  }
  template <typename T>
    requires(std::is_class_v<T>)
  void put(T& value) {
    members(*this, value);
  }
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  template <typename... T>
  void operator()(T&... values) {
    (get(values), ...);
  }
  bool is_at_end() const { return bytes_.empty(); }

 private:
  std::string_view take(std::size_t size) {
    if (size > bytes_.size()) throw std::out_of_range("report");
    const std::string_view taken = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return taken;
  }
  template <typename T>
    requires(std::is_arithmetic_v<T> || std::is_enum_v<T>)
  void get(T& value) {
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
  }
  void get(std::string& text) {
    std::size_t size = 0;
    get(size);
    text = take(size);
  }
  template <typename T>
  void get(std::vector<T>& values) {
    std::size_t size = 0;
    get(size);
    // Each element takes a byte at least.
    if (size > bytes_.size()) throw std::out_of_range("report");
    values.resize(size);
    for (T& value : values) get(value);
  }
  template <typename T>
  void get(std::optional<T>& value) {
    bool is_there = false;
    get(is_there);
    value.reset();
    if (is_there) get(value.emplace());
  }
  template <typename T>
    requires(std::is_class_v<T>)
  void get(T& value) {
    members(*this, value);
  }

  std::string_view bytes_;
};

std::string checksum(std::string_view bytes) {
  return std::to_string(base::fnv1a(bytes)) + '\n';
}

}  // namespace

std::string pack(const Report& report) {
  Writer writer;
  Report copy = report;
  members(writer, copy);
  return checksum(writer.bytes) + writer.bytes;
}

std::optional<Report> unpack(std::string_view bytes) {
  const auto end = bytes.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view body = bytes.substr(end + 1);
  if (bytes.substr(0, end + 1) != checksum(body)) return std::nullopt;
  try {
    Reader reader(body);
    Report report;
    members(reader, report);
    if (!reader.is_at_end()) return std::nullopt;
    return report;
  } catch (const std::out_of_range&) {
    return std::nullopt;
  }
}

}  // namespace grader
