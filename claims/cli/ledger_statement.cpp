#include "claims/cli/ledger_statement.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "claims/cli/ledger_policy.h"
#include "claims/http/statement_form.h"
#include "claims/ledger/statement_text.h"
#include "claims/workflow/statement_view.h"

namespace wildclaims::cli {
namespace {

struct Options {
  PolicyOptions of;
  std::string month;
};

ExitCode print_statement(const Options& options) {
  const auto month = ledger::Month::parse(options.month);
  if (!month) {
    std::cerr << "--month 须为月份 / takes a month, YYYY-MM: " << options.month << '\n';
    return ExitCode::usage;
  }
  workflow::Office office(beside_service(options.of.places));
  const auto reading = office.readers().read();
  const auto offset = offset_of(office, *reading, options.of.policy);
  if (!offset) return ExitCode::usage;
  const ledger::Statement statement = workflow::make_statement(*reading, options.of.policy, *month, *offset);
  if (options.of.format == "json") {
    std::cout << http::dump(http::statement_form(statement)) << '\n';
  } else {
    std::cout << ledger::to_text(statement, options.of.language == "zh" ? rules::Language::zh : rules::Language::en);
  }
  return ExitCode::in_order;
}

}  // namespace

void add_ledger_statement(CLI::App& ledger, Action& chosen) {
  CLI::App* command = ledger.add_subcommand("statement", "a month of a policy's book, with its head hash");
  auto options = std::make_shared<Options>();
  command->add_option("--month", options->month, "the month of recording, e.g. 2026-01")->required();
  add_policy_options(*command, options->of);
  command->callback([options, &chosen] { chosen = [options] { return print_statement(*options); }; });
}

}  // namespace wildclaims::cli
