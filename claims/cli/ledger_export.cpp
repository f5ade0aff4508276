#include "claims/cli/ledger_export.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "claims/cli/places.h"
#include "claims/ledger/as_of.h"
#include "claims/ledger/export_beancount.h"
#include "claims/ledger/export_csv.h"
#include "claims/ledger/export_hledger.h"
#include "claims/store/journal.h"
#include "claims/store/policies.h"
#include "claims/workflow/office.h"

namespace wildclaims::cli {
namespace {

struct Options {
  Places places;
  std::string format;
  std::string policy;
  std::string as_of;
  std::string recorded_as_of;
};

std::vector<std::string> books(store::Connection& db, const std::string& only) {
  std::vector<std::string> ids;
  for (const store::PolicyRow& policy : store::all_policies(db)) {
    if (only.empty() || policy.id == only) ids.push_back(policy.id);
  }
  return ids;
}

template <class Export>
void write_books(store::Connection& db, const std::vector<std::string>& ids, const ledger::AsOf& until, Export& out) {
  for (const std::string& book : ids) {
    store::for_each_entry(db, book, [&](const ledger::RecordedEntry& entry) {
      if (until.holds(entry)) out.write(entry);
    });
  }
}

// Nothing, told on standard error, when one of them cannot be read.
std::optional<ledger::AsOf> read_until(const Options& options) {
  ledger::AsOf until;
  if (!options.as_of.empty()) {
    until.effective = rules::Date::parse(options.as_of);
    if (!until.effective) {
      std::cerr << "--as-of 须为日期 / takes a date, YYYY-MM-DD: " << options.as_of << '\n';
      return std::nullopt;
    }
  }
  if (!options.recorded_as_of.empty()) {
    until.recorded = rules::Instant::parse(options.recorded_as_of, rules::UtcOffset());
    if (!until.recorded) {
      std::cerr << "--recorded-as-of 须为时刻 / takes an instant, YYYY-MM-DDTHH:MM:SSZ: " << options.recorded_as_of
                << '\n';
      return std::nullopt;
    }
  }
  return until;
}

ExitCode export_books(const Options& options) {
  const auto until = read_until(options);
  if (!until) return ExitCode::usage;
  workflow::OfficeSettings settings = beside_service(options.places);
  settings.check_books = false;  // also of books that are not in order there is something to see
  workflow::Office office(settings);
  const auto reading = office.readers().read();
  const std::vector<std::string> ids = books(*reading, options.policy);
  if (ids.empty()) {
    std::cerr << (options.policy.empty() ? "还没有保单 / there is no policy yet\n"
                                         : "没有这份保单 / there is no such policy: " + options.policy + "\n");
    return ExitCode::usage;
  }
  const ledger::Books several = ids.size() == 1 ? ledger::Books::one : ledger::Books::several;
  if (options.format == "hledger") {
    ledger::HledgerExport out(std::cout, several);
    write_books(*reading, ids, *until, out);
  } else if (options.format == "beancount") {
    ledger::BeancountExport out(std::cout, several);
    write_books(*reading, ids, *until, out);
  } else {
    ledger::CsvExport out(std::cout);
    write_books(*reading, ids, *until, out);
  }
  std::cout.flush();
  if (!std::cout) {
    std::cerr << "写出失败 / the output could not be written whole\n";
    return ExitCode::failed;
  }
  return ExitCode::in_order;
}

}  // namespace

void add_ledger_export(CLI::App& ledger, Action& chosen) {
  CLI::App* command = ledger.add_subcommand("export", "write one book, or all together, to standard output");
  auto options = std::make_shared<Options>();
  command->add_option("--format", options->format, "hledger, beancount or csv")
      ->required()
      ->check(CLI::IsMember({"hledger", "beancount", "csv"}));
  command->add_option("--policy", options->policy, "one policy's book, e.g. PL-2025; all when left out");
  command->add_option("--as-of", options->as_of, "only entries effective on this date or before");
  command->add_option("--recorded-as-of", options->recorded_as_of, "only entries recorded at this instant or before");
  add_places(*command, options->places);
  command->callback([options, &chosen] { chosen = [options] { return export_books(*options); }; });
}

}  // namespace wildclaims::cli
