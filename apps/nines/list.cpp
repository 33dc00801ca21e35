#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "nines/dates.hpp"
#include "nines/journal_access.hpp"
#include "nines/json_output.hpp"
#include "nines/verbs.hpp"
#include "practice/filter.hpp"
#include "terminal/markdown.hpp"
#include "terminal/text.hpp"

namespace nines {
namespace {

using Json = nlohmann::ordered_json;
using Row = std::pair<const content::Item*, practice::ItemRecord>;

std::string state(const practice::ItemRecord& record) {
  if (record.answers == 0) return "new";
  return fmt::format("{}/{}", record.right, record.answers);
}

/// A drill's prompt has gaps where its numbers go.
const std::string& heading_of(const content::Item& item) {
  const auto* drill = item.drill();
  return drill != nullptr && !drill->title.empty() ? drill->title : item.prompt;
}

void print_rows(const std::vector<Row>& rows, terminal::Console& console) {
  const bool is_wide = !console.capabilities().screen_reader;
  const int width = console.width();
  std::size_t id_columns = 0;
  for (const auto& [item, record] : rows) id_columns = std::max(id_columns, item->id.size());
  std::string topic;
  for (const auto& [item, record] : rows) {
    if (item->topic != topic) {
      topic = item->topic;
      console.print({{topic, terminal::Role::heading}});
    }
    const std::string stars(static_cast<std::size_t>(item->difficulty), '*');
    const std::string flag = !record.notes.empty() ? "!" : " ";
    terminal::Line line{
        {fmt::format(" {}", flag)},
        {fmt::format("{:<{}}", item->id, id_columns), terminal::Role::key},
        {fmt::format("  {:<3}  {:<5}", stars, state(record)), terminal::Role::muted}};
    const int room = width - terminal::display_width(line) - 2;
    if (is_wide && room >= 20) {
      const std::string prompt = terminal::markdown_to_text(heading_of(*item));
      const bool fits = terminal::display_width(prompt) <= room;
      line.push_back(
          {"  " + (fits ? prompt : std::string(terminal::clip(prompt, room - 3)) + "...")});
    }
    console.print(line);
  }
}

/// Items per topic and kind, as a table where there is more than one kind.
void print_counts(const std::vector<Row>& rows, terminal::Console& console) {
  std::map<std::string, std::array<int, content::kind_names.size()>> topics;
  std::set<content::Kind> kinds;
  std::size_t column = 5;
  for (const auto& [item, record] : rows) {
    ++topics[item->topic][static_cast<std::size_t>(item->kind())];
    kinds.insert(item->kind());
    column = std::max(column, item->topic.size());
  }
  if (kinds.size() < 2) return;
  console.print();
  const bool is_table = !console.capabilities().screen_reader &&
                        column + 10 * kinds.size() + 1 <= static_cast<std::size_t>(console.width());
  if (is_table) {
    std::string head = fmt::format(" {:<{}}", "topic", column);
    for (const auto kind : kinds) head += fmt::format("  {:>8}", content::name(kind));
    console.print({{head, terminal::Role::muted}});
  }
  for (const auto& [topic, counts] : topics) {
    std::string line = fmt::format(" {:<{}}", topic, is_table ? column : 0);
    for (const auto kind : kinds) {
      const int count = counts[static_cast<std::size_t>(kind)];
      line += is_table ? fmt::format("  {:>8}", count)
                       : fmt::format(", {} {}", count, content::name(kind));
    }
    is_table ? console.print({{line}}) : console.print_wrapped({{line}}, "", "   ");
  }
}

Json json_of_row(const Row& row) {
  const auto& [item, record] = row;
  return {{"id", item->id},
          {"kind", content::name(item->kind())},
          {"topic", item->topic},
          {"difficulty", item->difficulty == 0 ? Json() : Json(item->difficulty)},
          {"prompt", item->prompt},
          {"file", item->place.file.string()},
          {"line", item->place.line},
          {"covers", item->covers},
          {"answers", record.answers},
          {"right", record.right},
          {"last_answered", record.answers > 0 ? Json(utc_stamp(record.last_at)) : Json()},
          {"last_correct", record.answers > 0 ? Json(record.last_correct) : Json()},
          {"flags", record.notes}};
}

/// Items per topic and kind.
Json json_of_counts(const std::vector<Row>& rows) {
  std::map<std::string, std::map<std::string, int>> counts;
  for (const auto& [item, record] : rows)
    ++counts[item->topic][std::string(content::name(item->kind()))];
  return Json(counts);
}

int run_list(const std::vector<std::string>& words, Context& context) {
  const auto filter = practice::Filter::parse(words);
  const auto& bank = context.bank();
  const auto journal = open_journal_to_read(context);
  const auto answers = journal.answers();
  const auto flags = journal.flags();
  const auto records = practice::item_records(answers, flags);
  std::vector<Row> rows;
  for (const auto& item : bank.items()) {
    const auto known = records.find(item.id);
    const practice::ItemRecord record =
        known == records.end() ? practice::ItemRecord{} : known->second;
    if (filter.matches(item, record)) rows.emplace_back(&item, record);
  }
  std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    return std::tie(a.first->topic, a.first->id) < std::tie(b.first->topic, b.first->id);
  });
  if (context.globals().json) {
    auto items = Json::array();
    for (const auto& row : rows) items.push_back(json_of_row(row));
    print_json({{"schema", "nines.list/1"},
                {"count", rows.size()},
                {"counts", json_of_counts(rows)},
                {"items", std::move(items)}},
               context);
    return status_done;
  }
  auto& console = context.console();
  print_rows(rows, console);
  print_counts(rows, console);
  console.print_wrapped(
      {{fmt::format("{} of {} items.", rows.size(), bank.items().size()), terminal::Role::muted}});
  return status_done;
}

}  // namespace

void add_list(CLI::App& grammar, Invocation& invocation) {
  auto* verb = grammar.add_subcommand("list", "What there is, and how you stand with it");
  verb->fallthrough();
  auto words = std::make_shared<std::vector<std::string>>();
  verb->add_option(
      "FILTER", *words,
      "All must fit: a word of the name or text, topic:NAME, kind:choice (open, drill, "
      "article, erratum), difficulty:2, "
      "is:new, is:seen, is:right, is:wrong, flag:");
  verb->footer(
      "nines list  everything\n"
      "nines list topic:consistency is:wrong  what went wrong there last time\n"
      "nines list flag:  what you flagged\n"
      "nines list raft --json  for a program");
  verb->callback([&invocation, words] {
    invocation.action = [words](Context& context) { return run_list(*words, context); };
  });
}

}  // namespace nines
