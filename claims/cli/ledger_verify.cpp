#include "claims/cli/ledger_verify.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "claims/cli/places.h"
#include "claims/workflow/office.h"
#include "claims/workflow/verify_books.h"

namespace wildclaims::cli {
namespace {

ExitCode verify(const Places& places) {
  workflow::OfficeSettings settings = beside_service(places);
  settings.check_books = false;  // whatever is wrong with them is to be told in full
  workflow::Office office(settings);
  const auto reading = office.readers().read();
  const bool terminal = ::isatty(STDERR_FILENO) != 0;
  const auto report = workflow::verify_books(*reading, [&](const std::string& book, std::int64_t entries) {
    if (terminal) std::cerr << '\r' << book << ": " << entries << " entries " << std::flush;
  });
  if (terminal) std::cerr << '\r';
  for (const workflow::BookReport& book : report.books) {
    std::cout << book.book << ": " << book.entries << " entries, head " << book.head.hash.to_hex() << '\n';
  }
  for (const workflow::Finding& finding : report.findings) {
    std::cout << finding.invariant << " " << finding.subject << ": " << finding.sentence.zh << " / "
              << finding.sentence.en << '\n';
  }
  if (!report.in_order()) {
    std::cout << "账簿有 " << report.findings.size()
              << " 处不符 / the ledger is NOT in order: " << report.findings.size() << " findings\n";
    return ExitCode::not_in_order;
  }
  std::cout << "账簿核对无误，试算平衡为零 / the ledger is in order: chain, balances and every invariant hold, "
               "the trial balance is zero\n";
  return ExitCode::in_order;
}

}  // namespace

void add_ledger_verify(CLI::App& ledger, Action& chosen) {
  CLI::App* command = ledger.add_subcommand("verify", "check chain, balances and every invariant of every book");
  auto places = std::make_shared<Places>();
  add_places(*command, *places);
  command->callback([places, &chosen] { chosen = [places] { return verify(*places); }; });
}

}  // namespace wildclaims::cli
