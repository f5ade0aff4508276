#include "claims/cli/ledger_balances.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "claims/cli/ledger_policy.h"
#include "claims/http/statement_form.h"
#include "claims/workflow/statement_view.h"

namespace wildclaims::cli {
namespace {

struct Options {
  PolicyOptions of;
  std::string effective;
  std::string recorded;
};

ExitCode print_balances(const Options& options) {
  ledger::AsOf as_of;
  if (!options.effective.empty()) {
    as_of.effective = rules::Date::parse(options.effective);
    if (!as_of.effective) {
      std::cerr << "--effective 须为日期 / takes a date, YYYY-MM-DD: " << options.effective << '\n';
      return ExitCode::usage;
    }
  }
  if (!options.recorded.empty()) {
    as_of.recorded = rules::Instant::parse(options.recorded, rules::UtcOffset());
    if (!as_of.recorded) {
      std::cerr << "--recorded 须为时刻 / takes an instant, YYYY-MM-DDTHH:MM:SSZ: " << options.recorded << '\n';
      return ExitCode::usage;
    }
  }
  workflow::Office office(beside_service(options.of.places));
  const auto reading = office.readers().read();
  if (!offset_of(office, *reading, options.of.policy)) return ExitCode::usage;
  const ledger::TrialBalance balance = workflow::balances_as_of(*reading, options.of.policy, as_of);
  if (options.of.format == "json") {
    std::cout << http::dump(http::trial_balance_form(options.of.policy, balance)) << '\n';
  } else {
    const bool chinese = options.of.language == "zh";
    for (const auto& row : balance.rows) {
      const bool credit = !row.credit.is_zero();
      std::cout << row.account << "  " << (credit ? "-" : "") << (credit ? row.credit : row.debit).to_string() << '\n';
    }
    std::cout << (chinese ? "借方合计 " : "debits ") << balance.debit.to_string()
              << (chinese ? "，贷方合计 " : ", credits ") << balance.credit.to_string() << '\n';
  }
  return balance.is_balanced() ? ExitCode::in_order : ExitCode::not_in_order;
}

}  // namespace

void add_ledger_balances(CLI::App& ledger, Action& chosen) {
  CLI::App* command = ledger.add_subcommand("balances", "every account of a policy's book, now or as it stood");
  auto options = std::make_shared<Options>();
  command->add_option("--effective", options->effective, "of the entries effective on this date or before");
  command->add_option("--recorded", options->recorded, "of the entries recorded at this instant or before");
  add_policy_options(*command, options->of);
  command->callback([options, &chosen] { chosen = [options] { return print_balances(*options); }; });
}

}  // namespace wildclaims::cli
