// How one command joins the program: its file declares options on a CLI11 app and leaves behind what to run.
#pragma once

#include <functional>

namespace CLI {
class App;
}

namespace wildclaims::cli {

enum class ExitCode { in_order = 0, not_in_order = 1, usage = 2, failed = 3 };

// Set by the callback of the command that was chosen; run after parsing.
using Action = std::function<ExitCode()>;

}  // namespace wildclaims::cli
