#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

namespace web_tests {

/// A text of Prometheus' format 0.0.4, taken apart.
struct ExpositionText {
  std::vector<std::string> faults;            ///< what breaks the format's rules, one sentence each
  std::map<std::string, std::string> types;   ///< by family
  std::map<std::string, std::string> values;  ///< by sample, as written: name{labels}
};

/// Checks that lines are whole, every family is announced once, with HELP and TYPE, before its
/// samples, which stand together, that samples are not doubled, and that histograms add up. Written
/// from the format's description, on purpose not with the product's code.
ExpositionText check_exposition(const std::string& text);

}  // namespace web_tests
