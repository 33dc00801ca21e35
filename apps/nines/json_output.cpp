#include "nines/json_output.hpp"

#include <cerrno>
#include <cmath>
#include <cstring>
#include <string>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "base/error.hpp"

namespace nines {
namespace {

/// Four digits: more would only show how doubles are stored.
double rounded(double share) {
  return std::round(share * 1e4) / 1e4;
}

}  // namespace

void print_json(const nlohmann::ordered_json& value, const Context& context) {
  using Json = nlohmann::ordered_json;
  const std::string text = value.dump(2, ' ', true, Json::error_handler_t::replace) + "\n";
  for (std::size_t done = 0; done < text.size();) {
    const auto count = ::write(context.shared().results, text.data() + done, text.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0)
      throw base::Error(std::string("cannot write the output: ") + std::strerror(errno));
    done += static_cast<std::size_t>(count);
  }
}

nlohmann::ordered_json json_of(const practice::Share& share) {
  return {{"right", share.hits},
          {"answers", share.total},
          {"share", share.total == 0 ? nlohmann::ordered_json()
                                     : nlohmann::ordered_json(rounded(share.value()))},
          {"low", rounded(share.low)},
          {"high", rounded(share.high)}};
}

nlohmann::ordered_json json_of(const std::vector<practice::TopicScore>& topics) {
  auto list = nlohmann::ordered_json::array();
  for (const auto& topic : topics) {
    auto entry = json_of(topic.right);
    entry["topic"] = topic.topic;
    entry["items_seen"] = topic.items_seen;
    list.push_back(std::move(entry));
  }
  return list;
}

nlohmann::ordered_json json_of(const std::map<content::Kind, practice::Share>& by_kind) {
  auto object = nlohmann::ordered_json::object();
  for (const auto& [kind, share] : by_kind)
    object[std::string(content::name(kind))] = json_of(share);
  return object;
}

nlohmann::ordered_json json_of(const std::map<int, practice::Share>& by_certainty) {
  auto object = nlohmann::ordered_json::object();
  for (const auto& [certainty, share] : by_certainty) {
    object[std::to_string(certainty)] = json_of(share);
  }
  return object;
}

}  // namespace nines
