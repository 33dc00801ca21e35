#include <fmt/format.h>
#include <map>
#include <set>
#include <string>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "nines/attempts_view.hpp"
#include "nines/journal_access.hpp"
#include "nines/json_output.hpp"
#include "nines/quiz_view.hpp"
#include "nines/verbs.hpp"
#include "practice/statistics.hpp"

namespace nines {
namespace {

using Json = nlohmann::ordered_json;
using terminal::Role;

/// Items a topic has, of the kinds that are answered.
std::map<std::string, std::size_t> items_by_topic(const content::Bank& bank) {
  std::map<std::string, std::size_t> counts;
  for (const auto& item : bank.items()) {
    const bool is_asked =
        item.choice() != nullptr || item.open() != nullptr || item.drill() != nullptr;
    if (is_asked) ++counts[item.topic];
  }
  return counts;
}

void print_topics(const practice::Summary& summary, const content::Bank& bank,
                  terminal::Console& console) {
  auto items = items_by_topic(bank);
  std::map<std::string, const practice::TopicScore*> scores;
  for (const auto& topic : summary.topics) {
    scores[topic.topic] = &topic;
    items.try_emplace(topic.topic, 0);  // a topic of a pack that is not loaded now
  }
  std::size_t column = 5;
  for (const auto& [topic, count] : items) column = std::max(column, topic.size());
  const bool is_table =
      !console.capabilities().screen_reader && static_cast<int>(column) + 36 <= console.width();
  if (is_table) {
    console.print(
        {{fmt::format(" {:<{}}  {:>6}  {:>11}  {}", "topic", column, "right", "95 % range", "seen"),
          Role::muted}});
  }
  for (const auto& [topic, count] : items) {
    const auto* score = scores.contains(topic) ? scores[topic] : nullptr;
    const std::size_t seen = score == nullptr ? 0 : score->items_seen;
    const std::string right =
        score == nullptr ? "-" : fmt::format("{:.0f} %", 100 * score->right.value());
    const std::string range =
        score == nullptr
            ? "-"
            : fmt::format("{:.0f}-{:.0f} %", 100 * score->right.low, 100 * score->right.high);
    const std::string of =
        count == 0 ? fmt::format("{}", seen) : fmt::format("{} of {}", seen, count);
    if (is_table) {
      console.print({{fmt::format(" {:<{}}  {:>6}  {:>11}  {}", topic, column, right, range, of)}});
    } else if (score == nullptr) {
      console.print_wrapped({{fmt::format("{}: nothing seen of {}", topic, count)}}, " ", "   ");
    } else {
      console.print_wrapped(
          {{fmt::format("{}: {} right (95 % range {}), {} seen", topic, right, range, of)}}, " ",
          "   ");
    }
  }
}

/// Each kind by itself, where there is more than one: passing an interview question and choosing an
/// option are not the same.
void print_kinds(const practice::Summary& summary, terminal::Console& console) {
  if (summary.by_kind.size() < 2) return;
  std::string text;
  for (const auto& [kind, right] : summary.by_kind) {
    const char* const noun = kind == content::Kind::choice ? "multiple choice"
                             : kind == content::Kind::open ? "spoken (every \"must\" said)"
                                                           : "drills";
    text += fmt::format("{}{} {} of {}", text.empty() ? "" : ", ", noun, right.hits, right.total);
  }
  console.print_wrapped({{text + "."}}, " ", " ");
}

/// Ticks suggested for typed answers say something from this many on.
constexpr std::size_t agreement_needs = 30;

void print_agreement(const practice::Agreement& agreement, terminal::Console& console) {
  if (agreement.total < agreement_needs) return;
  const auto share = practice::share(agreement.agreed, agreement.total);
  console.print_wrapped(
      {{fmt::format("Ticks suggested for typed answers agreed with you {:.0f} % ({:.0f}-{:.0f} %, "
                    "n={}).",
                    100 * share.value(), 100 * share.low, 100 * share.high, share.total)}},
      " ", " ");
}

int run_stats(Context& context) {
  const auto& bank = context.bank();
  const auto journal = open_journal_to_read(context);
  const auto answers = journal.answers();
  const auto summary = practice::summarise(answers, practice::local_day);
  const auto flags = journal.flags();
  const auto agreement = journal.agreement();
  const auto attempts = journal.attempts();
  if (context.globals().json) {
    print_json({{"schema", "nines.stats/1"},
                {"answered", summary.answered},
                {"right", json_of(summary.right)},
                {"marks", summary.marks ? Json(*summary.marks) : Json()},
                {"marks_possible", summary.marks_possible},
                {"days_practised", summary.days_practised},
                {"topics", json_of(summary.topics)},
                {"items_by_topic", items_by_topic(bank)},
                {"by_kind", json_of(summary.by_kind)},
                {"suggestions", {{"agreed", agreement.agreed}, {"judged", agreement.total}}},
                {"by_certainty", json_of(summary.by_certainty)},
                {"confident_errors", summary.confident_errors},
                {"flags", flags.size()},
                {"attempts", json_of(attempts)}},
               context);
    return status_done;
  }
  auto& console = context.console();
  if (summary.answered == 0) {
    console.print_wrapped({{"Nothing answered yet. Start with: nines quiz"}});
    console.print(attempts_view(attempts, console.width()));
    return status_done;
  }
  console.print_wrapped(
      {{fmt::format("{} answers on {} {}, {:.0f} % right.", summary.answered,
                    summary.days_practised, summary.days_practised == 1 ? "day" : "days",
                    100 * summary.right.value()),
        Role::strong}},
      " ", " ");
  print_kinds(summary, console);
  print_topics(summary, bank, console);
  console.print(calibration_view(summary, console.width()));
  if (summary.marks) {
    console.print_wrapped(
        {{fmt::format("Certainty marks: {} of {}.", *summary.marks, summary.marks_possible)}}, " ",
        " ");
  }
  print_agreement(agreement, console);
  if (!summary.confident_errors.empty()) {
    std::string ids;
    for (std::size_t i = 0; i < summary.confident_errors.size() && i < 5; ++i) {
      ids += (i == 0 ? "" : ", ") + summary.confident_errors[i];
    }
    console.print_wrapped({{fmt::format("Certainty 3 and wrong: {}. ", ids), Role::warning},
                           {"nines quiz --weak asks these first."}},
                          " ", " ");
  }
  console.print(attempts_view(attempts, console.width()));
  return status_done;
}

}  // namespace

void add_stats(CLI::App& grammar, Invocation& invocation) {
  auto* verb = grammar.add_subcommand("stats", "What you know, topic by topic");
  verb->fallthrough();
  verb->footer("nines stats  for reading\nnines stats --json  for a program");
  verb->callback([&invocation] { invocation.action = run_stats; });
}

}  // namespace nines
