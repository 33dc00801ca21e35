#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "nines/context.hpp"

namespace CLI {
class App;
}

namespace nines {

/// Runs a verb and returns the exit status.
using Action = std::function<int(Context&)>;

/// A command, parsed and not yet run.
struct Invocation {
  Globals globals;
  Action action;  ///< empty when there were only options and no verb
};

/// The whole grammar, for the command line and the prompt alike: parsing fills `invocation`, which
/// must outlive the tree.
std::unique_ptr<CLI::App> make_grammar(Invocation& invocation);

/// Parses the words behind the program's name. `defaults` are in force unless the words say
/// otherwise. Throws base::Error for wrong usage, with a suggestion where there is one.
Invocation parse(const std::vector<std::string>& words, const Globals& defaults);

}  // namespace nines
