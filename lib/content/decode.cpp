#include "content/decode.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/random.hpp"

namespace content {
namespace {

using nlohmann::json;

std::vector<std::string> texts(const json& object, const char* field) {
  const auto found = object.find(field);
  return found == object.end() ? std::vector<std::string>{}
                               : found->get<std::vector<std::string>>();
}

std::string text(const json& object, const char* field) {
  return object.at(field).get<std::string>();
}

Choice decode_choice(const json& object) {
  Choice choice;
  for (const json& option : object.at("options")) {
    choice.options.push_back(
        {text(option, "text"), option.at("correct").get<bool>(), text(option, "why")});
  }
  return choice;
}

std::vector<WatchOut> decode_watch_out(const json& value) {
  if (value.is_object()) return {{text(value, "said"), text(value, "true")}};
  std::vector<WatchOut> all;
  for (const json& one : value) all.push_back({text(one, "said"), text(one, "true")});
  return all;
}

Open decode_open(const json& object) {
  Open open;
  open.minutes = object.value("minutes", 2);
  open.answer = text(object, "answer");
  for (const json& point : object.at("key_points")) {
    const auto match = point.find("match");
    open.key_points.push_back({text(point, "text"), point.value("must", false),
                               match == point.end() ? std::string{} : match->dump()});
  }
  if (const auto found = object.find("watch_out"); found != object.end()) {
    open.watch_out = decode_watch_out(*found);
  }
  if (const auto found = object.find("follow_ups"); found != object.end()) {
    for (const json& one : *found) {
      open.follow_ups.push_back({text(one, "prompt"), texts(one, "key_points")});
    }
  }
  return open;
}

/// Fields are kept apart, so that moving a word from one to the next is a change.
class Hash {
 public:
  void add(std::string_view part) {
    value_ = base::fnv1a(part, value_);
    value_ = base::fnv1a(std::string_view("\0", 1), value_);
  }
  void add(bool part) { add(part ? std::string_view("1") : std::string_view("0")); }
  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = base::fnv1a({});
};

void add_body(Hash& hash, const Choice& choice) {
  for (const Option& option : choice.options) {
    hash.add(option.text);
    hash.add(option.correct);
    hash.add(option.why);
  }
}

void add_body(Hash& hash, const Open& open) {
  hash.add(open.answer);
  for (const KeyPoint& point : open.key_points) {
    hash.add(point.text);
    hash.add(point.must);
  }
  for (const WatchOut& one : open.watch_out) {
    hash.add(one.said);
    hash.add(one.truth);
  }
  for (const FollowUp& one : open.follow_ups) {
    hash.add(one.prompt);
    for (const std::string& point : one.key_points) hash.add(point);
  }
}

void add_body(Hash& hash, const Article& article) {
  hash.add(article.body);
}

}  // namespace

bool is_slug(std::string_view slug) {
  const auto letter_or_digit = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  };
  const auto inner = [&](char c) { return letter_or_digit(c) || c == ':' || c == '_' || c == '-'; };
  return !slug.empty() && slug.size() <= 80 && letter_or_digit(slug.front()) &&
         std::ranges::all_of(slug, inner);
}

Item decode(const json& object, Kind kind) {
  Item item;
  item.id = text(object, "id");
  item.topic = text(object, "topic");
  item.difficulty = object.at("difficulty").get<int>();
  item.prompt = text(object, "prompt");
  if (const auto sources = object.find("sources"); sources != object.end()) {
    for (const json& source : *sources) {
      item.sources.push_back(
          {text(source, "ref"), text(source, "url"), source.value("checked", false)});
    }
  }
  item.covers = texts(object, "covers");
  item.see_also = texts(object, "see_also");
  switch (kind) {
    case Kind::choice:
      item.body = decode_choice(object);
      break;
    case Kind::open:
      item.body = decode_open(object);
      break;
    case Kind::article:
      item.body = Article{text(object, "body")};
      break;
  }
  item.revision = revision_of(item);
  return item;
}

std::uint64_t revision_of(const Item& item) {
  Hash hash;
  hash.add(name(item.kind()));
  hash.add(item.prompt);
  std::visit([&](const auto& body) { add_body(hash, body); }, item.body);
  return hash.value();
}

}  // namespace content
