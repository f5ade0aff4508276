#include "claims/cli/ledger_verify.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "claims/cli/places.h"
#include "claims/cli/progress_bar.h"
#include "claims/workflow/office.h"
#include "claims/workflow/verify_books.h"

namespace wildclaims::cli {
namespace {

struct Options {
  Places places;
  bool recompute = false;
  bool sql = false;
  std::vector<std::string> heads;
};

// "PL-2025=5e1f…" or the hash alone.
std::optional<workflow::KnownHead> parse_head(const std::string& text) {
  const std::size_t equals = text.find('=');
  const std::string book = equals == std::string::npos ? std::string() : text.substr(0, equals);
  const auto hash = rules::Digest::from_hex(equals == std::string::npos ? text : text.substr(equals + 1));
  if (!hash) return std::nullopt;
  return workflow::KnownHead{book, *hash};
}

void print_finding(const workflow::Finding& finding) {
  std::cout << finding.invariant << " " << finding.subject << ": " << finding.sentence.zh << " / "
            << finding.sentence.en << '\n';
}

void print(const workflow::VerifyReport& report) {
  for (const workflow::BookReport& book : report.books) {
    std::cout << book.book << ": " << book.entries << " entries, head " << book.head.hash.to_hex() << '\n';
  }
  for (const workflow::HeadPlace& head : report.heads) {
    if (head.sequence == 0) continue;
    std::cout << head.known.hash.to_hex() << ": 是 " << head.book << "#" << head.sequence
              << " 的哈希，到此为止未被改写 / is the hash of " << head.book << "#" << head.sequence
              << "; nothing up to it was rewritten\n";
  }
  if (report.in_order()) return;
  const workflow::Finding& first = report.findings.front();
  std::cout << "首个问题 / first: " << first.subject << "\n  " << first.sentence.zh << "\n  " << first.sentence.en
            << "\n全部问题 / all:\n";
  for (const workflow::Finding& finding : report.findings) print_finding(finding);
  if (report.found > report.findings.size()) {
    std::cout << "…另有 " << report.found - report.findings.size() << " 处 / and "
              << report.found - report.findings.size() << " more\n";
  }
}

ExitCode verify(const Options& options) {
  workflow::VerifyOptions wanted{options.recompute, options.sql, {}};
  for (const std::string& text : options.heads) {
    auto head = parse_head(text);
    if (!head) {
      std::cerr << "--against-head 须为 [账簿=]64位十六进制哈希 / takes [BOOK=]HASH, the 64 digits that the statement "
                   "prints: "
                << text << '\n';
      return ExitCode::usage;
    }
    wanted.heads.push_back(std::move(*head));
  }
  workflow::OfficeSettings settings = beside_service(options.places);
  settings.check_books = false;  // whatever is wrong with them is to be told in full
  workflow::Office office(settings);
  const auto reading = office.readers().read();
  workflow::VerifyReport report;
  {
    ProgressBar bar;
    report =
        workflow::verify_books(*reading, wanted, [&](std::int64_t done, std::int64_t all) { bar.show(done, all); });
  }
  print(report);
  if (!report.in_order()) {
    std::cout << "账簿有 " << report.found << " 处不符 / the ledger is NOT in order: " << report.found << " findings\n";
    return ExitCode::not_in_order;
  }
  std::cout << "账簿核对无误，试算平衡为零 / the ledger is in order: chain, balances and every invariant hold, "
               "the trial balance is zero\n";
  if (options.recompute) {
    std::cout
        << "核赔与批准全部重算，逐分一致 / every determination and approval was recomputed, the same to the fen\n";
  }
  return ExitCode::in_order;
}

}  // namespace

void add_ledger_verify(CLI::App& ledger, Action& chosen) {
  CLI::App* command = ledger.add_subcommand("verify", "check chain, balances and every invariant of every book");
  auto options = std::make_shared<Options>();
  command->add_flag("--recompute", options->recompute,
                    "run every determination and approval again from its receipt and compare to the fen");
  command->add_option("--against-head", options->heads,
                      "[BOOK=]HASH: a head hash from a printed statement must be the hash of an entry");
  command->add_flag("--sql", options->sql, "ask the database's own statement of the invariants as well (slow)");
  add_places(*command, options->places);
  command->callback([options, &chosen] { chosen = [options] { return verify(*options); }; });
}

}  // namespace wildclaims::cli
