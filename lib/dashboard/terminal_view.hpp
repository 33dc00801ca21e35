#pragma once

#include <functional>

#include "dashboard/cockpit.hpp"

namespace dashboard {

struct TerminalLook {
  bool colour = true;
  bool unicode = true;
};

/// Shows a cockpit on the terminal of standard input and output, in its alternate screen, until it
/// wants to quit, its run is over, or it is asked to stop. The terminal is as before on every way
/// out, an exception too; Ctrl-Z leaves the screen until the program is continued.
/// True when somebody pressed Ctrl-C. Throws base::Error when the terminal cannot be drawn on.
bool show_cockpit(Cockpit& cockpit, const TerminalLook& look, const StopAsked& stop_asked);

}  // namespace dashboard
