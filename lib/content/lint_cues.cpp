#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <limits>

#include "content/lint_rules.hpp"
#include "content/words.hpp"

namespace content {
namespace {

constexpr double long_key = 1.25;
constexpr double short_key = 0.6;
/// Among short options ("18 %") a few characters are a large share and no cue.
constexpr std::size_t length_difference_min = 8;
/// Words of the question that only the key has, beyond what the best distractor has alone.
constexpr std::size_t clang_min = 2;

/// One item, with what several rules look at.
struct View {
  explicit View(const Item& seen)
      : item(seen), options(seen.choice()->options), key(seen.choice()->key()) {}

  std::string key_field() const { return fmt::format("options[{}].text", key); }
  const std::string& key_text() const { return options[key].text; }
  std::vector<std::string> distractors() const {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < options.size(); ++i) {
      if (i != key) texts.push_back(options[i].text);
    }
    return texts;
  }

  const Item& item;
  const std::vector<Option>& options;
  std::size_t key;
};

void check_length(const View& view, Findings& findings) {
  std::size_t longest = 0;
  std::size_t shortest = std::numeric_limits<std::size_t>::max();
  for (const std::string& text : view.distractors()) {
    longest = std::max(longest, visible_length(text));
    shortest = std::min(shortest, visible_length(text));
  }
  const std::size_t key = visible_length(view.key_text());
  const auto ratio = [&](std::size_t other) {
    return static_cast<double>(key) / static_cast<double>(std::max<std::size_t>(other, 1));
  };
  if (ratio(longest) >= long_key && key - longest >= length_difference_min) {
    findings.warning(
        view.item, view.key_field(), "long-key",
        fmt::format("is {:.2f} times as long as the longest wrong option; guessers take "
                    "the longest",
                    ratio(longest)));
  } else if (ratio(shortest) <= short_key && shortest - key >= length_difference_min) {
    findings.warning(view.item, view.key_field(), "short-key",
                     fmt::format("is {:.2f} times as long as the shortest wrong option; make them "
                                 "alike",
                                 ratio(shortest)));
  }
}

/// Something is added behind a comma, a colon or a semicolon, in three words or more.
bool has_clause(std::string_view text) {
  const auto mark = text.find_first_of(",:;");
  return mark != std::string_view::npos && words_as_written(text.substr(mark)).size() >= 3;
}

void check_odd_one_out(const View& view, Findings& findings) {
  struct Mark {
    const char* name;
    std::function<bool(std::string_view)> has;
  };
  static const std::vector<Mark> marks{
      {"a number",
       [](std::string_view text) { return text.find_first_of("0123456789") != text.npos; }},
      {"a bracket", [](std::string_view text) { return text.find('(') != text.npos; }},
      {"code", [](std::string_view text) { return text.find('`') != text.npos; }},
      {"a clause of its own", has_clause}};
  if (view.options.size() < 3) return;
  for (const Mark& mark : marks) {
    const auto others = view.distractors();
    if (mark.has(view.key_text()) && std::ranges::none_of(others, mark.has)) {
      findings.warning(
          view.item, view.key_field(), "odd-one-out",
          fmt::format("is the only option with {}; give it to a wrong option too, or to "
                      "none",
                      mark.name));
    }
  }
}

/// For a stem that the option completes: "... is called an", "the two phases are".
void check_agreement(const View& view, Findings& findings) {
  const auto stem = words(view.item.prompt);
  if (stem.empty() || view.item.prompt.find('?') != std::string::npos) return;
  const std::string& last = stem.back();
  const auto first_word = [](const std::string& text) {
    const auto all = words(text);
    return all.empty() ? std::string{} : all.front();
  };
  const auto begins_with_vowel = [&](const std::string& text) {
    const std::string word = first_word(text);
    return !word.empty() && std::string_view("aeiou").find(word.front()) != std::string_view::npos;
  };
  const auto is_singular = [&](const std::string& text) {
    const std::string word = first_word(text);
    return word == "a" || word == "an";
  };
  std::function<bool(const std::string&)> fits;
  if (last == "a") fits = [&](const std::string& text) { return !begins_with_vowel(text); };
  if (last == "an") fits = begins_with_vowel;
  if (last == "are" || last == "were")
    fits = [&](const std::string& text) { return !is_singular(text); };
  if (!fits || !fits(view.key_text())) return;
  if (!std::ranges::all_of(view.distractors(), fits)) {
    findings.warning(
        view.item, "prompt", "agreement",
        fmt::format("ends in \"{}\", which rules out an option by grammar alone", last));
  }
}

void check_clang(const View& view, Findings& findings) {
  const auto stem = content_roots(view.item.prompt);
  std::vector<std::vector<std::string>> roots;
  for (const Option& option : view.options) roots.push_back(content_roots(option.text));
  // Per option, the words of the question that no other option has.
  std::vector<std::vector<std::string>> own(roots.size());
  for (std::size_t i = 0; i < roots.size(); ++i) {
    for (const std::string& root : roots[i]) {
      const auto has = [&](const auto& list) { return std::ranges::binary_search(list, root); };
      if (root.size() >= 4 && has(stem) && std::ranges::count_if(roots, has) == 1) {
        own[i].push_back(root);
      }
    }
  }
  std::size_t most = 0;
  for (std::size_t i = 0; i < own.size(); ++i) {
    if (i != view.key) most = std::max(most, own[i].size());
  }
  if (own[view.key].size() >= most + clang_min) {
    findings.warning(view.item, view.key_field(), "clang",
                     fmt::format("alone repeats words of the question ({}...)",
                                 fmt::join(own[view.key], "..., ")));
  }
}

void check_determiners(const View& view, Findings& findings) {
  const auto has_absolute = [](const std::string& text) {
    return std::ranges::any_of(words(text), is_absolute);
  };
  const auto has_hedge = [](const std::string& text) {
    return std::ranges::any_of(words(text), is_hedge);
  };
  const auto others = view.distractors();
  // Where one wrong option says "always", it may be the belief itself; two are a pattern.
  if (!has_absolute(view.key_text()) && std::ranges::count_if(others, has_absolute) >= 2) {
    findings.warning(view.item, "options", "absolutes",
                     "words like always, never and all stand in wrong options only");
  }
  if (has_hedge(view.key_text()) && std::ranges::none_of(others, has_hedge)) {
    findings.warning(view.item, view.key_field(), "hedged-key",
                     "is the only option with a word like usually or may");
  }
}

/// The form of an option's beginning, where it is one that catches the eye.
std::string_view opening(const std::string& text) {
  const auto all = words(text);
  if (all.empty()) return "";
  const std::string& first = all.front();
  if (first == "yes" || first == "no") return "yes or no";
  if (first.front() >= '0' && first.front() <= '9') return "a number";
  if (first == "to") return "an infinitive";
  if (first == "by" || first == "because") return first == "by" ? "\"by\"" : "\"because\"";
  // Not every word in -ing is a verb's form, but "thing" and "string" are short.
  if (first.size() >= 7 && first.ends_with("ing")) return "a word in -ing";
  return "";
}

void check_parallel(const View& view, Findings& findings) {
  const auto others = view.distractors();
  const std::string_view form = opening(others.front());
  const bool alike =
      std::ranges::all_of(others, [&](const std::string& text) { return opening(text) == form; });
  const std::string_view key_form = opening(view.key_text());
  if (others.size() >= 2 && alike && !form.empty() && key_form != form) {
    findings.warning(view.item, view.key_field(), "not-parallel",
                     fmt::format("does not begin with {}, as all wrong options do", form));
  }
  const auto ends_in_stop = [](const Option& option) { return option.text.ends_with('.'); };
  const auto stops = std::ranges::count_if(view.options, ends_in_stop);
  if (stops != 0 && stops != std::ssize(view.options)) {
    findings.warning(view.item, "options", "not-parallel",
                     "some options end in a full stop and some do not");
  }
}

}  // namespace

void lint_cues(const Item& item, Findings& findings) {
  const View view(item);
  check_length(view, findings);
  check_odd_one_out(view, findings);
  check_agreement(view, findings);
  check_clang(view, findings);
  check_determiners(view, findings);
  check_parallel(view, findings);
}

}  // namespace content
