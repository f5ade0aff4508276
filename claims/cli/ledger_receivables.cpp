#include "claims/cli/ledger_receivables.h"

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
  std::string as_of;
};

ExitCode print_receivables(const Options& options) {
  std::optional<rules::Date> date;
  if (!options.as_of.empty()) {
    date = rules::Date::parse(options.as_of);
    if (!date) {
      std::cerr << "--as-of 须为日期 / takes a date, YYYY-MM-DD: " << options.as_of << '\n';
      return ExitCode::usage;
    }
  }
  workflow::Office office(beside_service(options.of.places));
  const auto reading = office.readers().read();
  const auto offset = offset_of(office, *reading, options.of.policy);
  if (!offset) return ExitCode::usage;
  const rules::Date day = date.value_or(office.now().date_at(*offset));
  const auto funders = workflow::receivables_as_of(*reading, options.of.policy, day);
  if (options.of.format == "json") {
    std::cout << http::dump(http::receivables_form(options.of.policy, day, funders)) << '\n';
  } else {
    std::cout << ledger::to_text(funders, day, options.of.language == "zh" ? rules::Language::zh : rules::Language::en);
  }
  return ExitCode::in_order;
}

}  // namespace

void add_ledger_receivables(CLI::App& ledger, Action& chosen) {
  CLI::App* command = ledger.add_subcommand("receivables", "premium that funders still owe, and since when");
  auto options = std::make_shared<Options>();
  command->add_option("--as-of", options->as_of, "on this date; today when left out");
  add_policy_options(*command, options->of);
  command->callback([options, &chosen] { chosen = [options] { return print_receivables(*options); }; });
}

}  // namespace wildclaims::cli
