#include "web/exposition_check.hpp"

#include <cstdlib>
#include <regex>
#include <sstream>

namespace web_tests {
namespace {

std::string family_of(const std::string& sample, const std::map<std::string, std::string>& types) {
  for (const std::string suffix : {"_bucket", "_sum", "_count"}) {
    if (sample.size() <= suffix.size()) continue;
    const auto stem = sample.substr(0, sample.size() - suffix.size());
    const auto type = types.find(stem);
    if (sample == stem + suffix && type != types.end() && type->second == "histogram") return stem;
  }
  return sample;
}

struct Checker {
  ExpositionText result;
  std::set<std::string> helped;
  std::set<std::string> closed;  // families whose samples have ended
  std::string current;
  std::string last_bucket_of;
  double last_bucket = 0;

  void fault(const std::string& what) { result.faults.push_back(what); }

  void enter(const std::string& family) {
    if (family == current) return;
    if (!current.empty()) closed.insert(current);
    if (closed.count(family) != 0) fault("the samples of " + family + " do not stand together");
    current = family;
  }

  void take_comment(const std::string& line) {
    static const std::regex help("# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) .+");
    static const std::regex type("# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)");
    std::smatch match;
    if (std::regex_match(line, match, help)) {
      if (!helped.insert(match[1]).second) fault("HELP twice: " + line);
      enter(match[1]);
    } else if (std::regex_match(line, match, type)) {
      if (!result.types.emplace(match[1], match[2]).second) fault("TYPE twice: " + line);
      if (current != match[1]) fault("TYPE apart from HELP: " + line);
    } else {
      fault("not a comment of the format: " + line);
    }
  }

  void take_sample(const std::string& line) {
    static const std::regex sample(
        R"rx(([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\[\\"n])*",?)*\})? (\S+))rx");
    std::smatch match;
    if (!std::regex_match(line, match, sample)) return fault("not a sample: " + line);
    const std::string name = match[1];
    const std::string labels = match[2];
    const auto family = family_of(name, result.types);
    if (result.types.count(family) == 0) fault("no TYPE before " + line);
    enter(family);
    if (!result.values.emplace(name + labels, match[3]).second) fault("twice: " + line);
    char* end = nullptr;
    const std::string text = match[3];
    const double value = std::strtod(text.c_str(), &end);
    if (*end != '\0') fault("not a number: " + line);
    if (result.types[family] == "counter" && value < 0) fault("a negative counter: " + line);
    if (result.types[family] == "histogram") take_histogram(name, labels, value);
  }

  void take_histogram(const std::string& name, const std::string& labels, double value) {
    const auto bound = labels.find("le=\"");
    const auto series = current + labels.substr(0, bound);
    if (bound != std::string::npos) {
      if (series == last_bucket_of && value < last_bucket) fault("a bucket sinks: " + labels);
      last_bucket_of = series;
      last_bucket = value;
      if (labels.find("le=\"+Inf\"") != std::string::npos) last_bucket_of = "+Inf";
    } else if (name == current + "_count") {
      if (last_bucket_of != "+Inf" || value != last_bucket) {
        fault("the bucket +Inf is not the count: " + name + labels);
      }
    }
  }
};

}  // namespace

ExpositionText check_exposition(const std::string& text) {
  Checker checker;
  if (text.empty() || text.back() != '\n') checker.fault("the last line does not end");
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty()) continue;
    if (line.front() == '#') {
      checker.take_comment(line);
    } else {
      checker.take_sample(line);
    }
  }
  for (const auto& [family, type] : checker.result.types) {
    if (checker.helped.count(family) == 0) checker.fault("no HELP for " + family);
  }
  return checker.result;
}

}  // namespace web_tests
