#include "claims/cli/command_line.h"

#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>

#include "claims/cli/backup.h"
#include "claims/cli/command.h"
#include "claims/cli/demo_play.h"
#include "claims/cli/ledger_balances.h"
#include "claims/cli/ledger_export.h"
#include "claims/cli/ledger_receivables.h"
#include "claims/cli/ledger_statement.h"
#include "claims/cli/ledger_verify.h"
#include "claims/cli/restore.h"
#include "claims/cli/rules_commands.h"
#include "claims/cli/serve.h"
#include "claims/cli/user_add.h"

namespace wildclaims::cli {

int run(int argc, char** argv) {
  CLI::App app("wildclaims: claims processing for wildlife crop-damage insurance", "wildclaims");
  app.set_version_flag("--version", "wildclaims " WILDCLAIMS_VERSION);
  app.require_subcommand(0, 1);
  Action chosen;
  add_serve(app, chosen);
  CLI::App* ledger = app.add_subcommand("ledger", "check and export the books");
  ledger->require_subcommand(1);
  add_ledger_verify(*ledger, chosen);
  add_ledger_export(*ledger, chosen);
  add_ledger_statement(*ledger, chosen);
  add_ledger_balances(*ledger, chosen);
  add_ledger_receivables(*ledger, chosen);
  add_backup(app, chosen);
  add_restore(app, chosen);
  add_rules_commands(app, chosen);
  add_user_commands(app, chosen);
  add_demo_commands(app, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? static_cast<int>(ExitCode::in_order) : static_cast<int>(ExitCode::usage);
  }
  if (!chosen) {
    std::cout << app.help();
    return static_cast<int>(ExitCode::usage);
  }
  try {
    return static_cast<int>(chosen());
  } catch (const std::exception& error) {
    std::cerr << "wildclaims: " << error.what() << '\n';
    return static_cast<int>(ExitCode::failed);
  }
}

}  // namespace wildclaims::cli
