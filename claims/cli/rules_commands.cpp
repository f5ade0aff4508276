#include "claims/cli/rules_commands.h"

#include <CLI/CLI.hpp>

#include "claims/cli/rules_check.h"
#include "claims/cli/rules_diff.h"
#include "claims/cli/rules_evaluate.h"
#include "claims/cli/rules_explain.h"
#include "claims/cli/rules_schema.h"
#include "claims/cli/rules_simulate.h"
#include "claims/cli/rules_test.h"

namespace wildclaims::cli {

void add_rules_commands(CLI::App& app, Action& chosen) {
  CLI::App* rules = app.add_subcommand("rules", "Check rulebooks and compute with them");
  rules->require_subcommand(1);
  add_rules_check(*rules, chosen);
  add_rules_test(*rules, chosen);
  add_rules_evaluate(*rules, chosen);
  add_rules_explain(*rules, chosen);
  add_rules_diff(*rules, chosen);
  add_rules_simulate(*rules, chosen);
  add_rules_schema(*rules, chosen);
}

}  // namespace wildclaims::cli
