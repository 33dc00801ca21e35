#include <fmt/format.h>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "nines/dates.hpp"
#include "nines/journal_access.hpp"
#include "nines/json_output.hpp"
#include "nines/option_range.hpp"
#include "nines/verbs.hpp"

namespace nines {
namespace {

int run_undo(std::size_t count, Context& context) {
  using Json = nlohmann::ordered_json;
  auto journal = open_journal_or_fail(context);
  auto& console = context.console();
  auto undone = Json::array();
  for (; count > 0; --count) {
    const auto last = journal.last_answer();
    if (!last) break;
    // An undo belongs to a run too, begun only when there is something to take back.
    const auto run = journal.begin_run({"undo", 0, false});
    journal.undo(run, last->id);
    undone.push_back({{"id", last->answer.item_id},
                      {"at", utc_stamp(last->at)},
                      {"correct", last->answer.correct}});
    if (!context.globals().json) {
      console.print_wrapped(
          {{fmt::format("Taken back: the answer of {} to {} ({}).", local_date(last->at),
                        last->answer.item_id, last->answer.correct ? "right" : "wrong")}});
    }
  }
  if (context.globals().json) {
    print_json({{"schema", "nines.undo/1"}, {"undone", std::move(undone)}}, context);
  } else if (undone.empty()) {
    console.print_wrapped({{"There is no answer to take back."}});
  }
  return status_done;
}

}  // namespace

void add_undo(CLI::App& grammar, Invocation& invocation) {
  auto* verb =
      grammar.add_subcommand("undo", "Take back the last answer, of this run or an older one");
  verb->fallthrough();
  auto count = std::make_shared<std::size_t>(1);
  verb->add_option("--count", *count, "How many answers (1)")
      ->type_name("N")
      ->check(in_range(std::size_t{1}, std::size_t{100'000}));
  verb->footer("nines undo  the last answer\nnines undo --count 3  the last three");
  verb->callback([&invocation, count] {
    invocation.action = [count](Context& context) { return run_undo(*count, context); };
  });
}

}  // namespace nines
