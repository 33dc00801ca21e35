#include <fmt/format.h>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "nines/json_output.hpp"
#include "nines/pager.hpp"
#include "nines/read_view.hpp"
#include "nines/verbs.hpp"
#include "terminal/suggest.hpp"

namespace nines {
namespace {

using Json = nlohmann::ordered_json;

Json json_of_item(const content::Item& item, bool with_text) {
  Json entry{{"id", item.id},
             {"kind", content::name(item.kind())},
             {"topic", item.topic},
             {"title", item.prompt}};
  if (const auto* erratum = item.erratum()) {
    entry["said"] = erratum->said;
    entry["true"] = erratum->truth;
    entry["matters"] = erratum->matters;
    entry["severity"] = content::flaw_names[static_cast<std::size_t>(erratum->severity)];
  } else if (with_text) {
    entry["text"] = item.article() != nullptr ? item.article()->body : item.open()->walkthrough;
  }
  return entry;
}

const content::Item& find_reading(const std::string& name, const content::Bank& bank) {
  const content::Item* item = bank.find(name);
  if (item != nullptr && is_readable(*item)) return *item;
  if (item != nullptr) {
    const char* const verb = item->choice() != nullptr ? "quiz"
                             : item->open() != nullptr ? "interview"
                                                       : "drill";
    throw base::Error(fmt::format("\"{}\" is a question, with nothing to read", name),
                      fmt::format("\"nines {} {}\" asks it", verb, name));
  }
  std::vector<std::string> names{"errata"};
  for (const auto& one : bank.items()) {
    if (is_readable(one)) names.push_back(one.id);
  }
  const auto near = terminal::nearest(name, names);
  throw base::Error(
      fmt::format("there is nothing to read named \"{}\"", name),
      near ? fmt::format("did you mean \"{}\"?", *near) : "\"nines read\" lists what there is");
}

int run_read(const std::string& name, Context& context) {
  const auto& bank = context.bank();
  auto& console = context.console();
  const ViewLayout layout{console.width(), console.capabilities().screen_reader};
  const bool is_list = name.empty();
  const bool is_errata = name == "errata";
  const content::Item* item = is_list || is_errata ? nullptr : &find_reading(name, bank);
  if (context.globals().json) {
    auto items = Json::array();
    for (const auto& one : bank.items()) {
      const bool is_wanted = item != nullptr ? &one == item
                             : is_errata     ? one.erratum() != nullptr
                                             : is_readable(one);
      if (is_wanted) items.push_back(json_of_item(one, item != nullptr));
    }
    print_json({{"schema", "nines.read/1"}, {"items", std::move(items)}}, context);
    return status_done;
  }
  const auto lines = is_list     ? reading_list_view(bank, layout)
                     : is_errata ? all_errata_view(bank, layout)
                                 : reading_view(*item, layout);
  if (lines.empty()) {
    console.print_wrapped({{"There is nothing to read in this content."}});
    return status_done;
  }
  show_paged(lines, console);
  if (is_list) console.print_wrapped({{"Read one with: nines read NAME"}});
  return status_done;
}

}  // namespace

void add_read(CLI::App& grammar, Invocation& invocation) {
  auto* verb = grammar.add_subcommand(
      "read", "Articles, worked design cases, and what is commonly repeated but wrong");
  verb->fallthrough();
  auto name = std::make_shared<std::string>();
  verb->add_option("NAME", *name, "What to read, or errata; a list when none is given");
  verb->footer(
      "nines read  what there is to read\n"
      "nines read errata  commonly repeated, but wrong");
  verb->callback([&invocation, name] {
    invocation.action = [name](Context& context) { return run_read(*name, context); };
  });
}

}  // namespace nines
