#pragma once

#include "nines/command.hpp"

namespace CLI {
class App;
}

namespace nines {

// Each adds one verb with its options to the grammar; parsing it sets invocation.action.
void add_quiz(CLI::App& grammar, Invocation& invocation);
void add_interview(CLI::App& grammar, Invocation& invocation);
void add_drill(CLI::App& grammar, Invocation& invocation);
void add_read(CLI::App& grammar, Invocation& invocation);
void add_list(CLI::App& grammar, Invocation& invocation);
void add_stats(CLI::App& grammar, Invocation& invocation);
void add_undo(CLI::App& grammar, Invocation& invocation);
void add_challenge(CLI::App& grammar, Invocation& invocation);
void add_grade(CLI::App& grammar, Invocation& invocation);
void add_dashboard(CLI::App& grammar, Invocation& invocation);
void add_doctor(CLI::App& grammar, Invocation& invocation);
void add_content(CLI::App& grammar, Invocation& invocation);
void add_help(CLI::App& grammar, Invocation& invocation);

}  // namespace nines
