#include "claims/cli/rules_check.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "rules/loader/load.h"
#include "rules/shelf.h"

namespace wildclaims::cli {
namespace {

struct Request {
  std::vector<std::string> files;
  bool strict = false;
};

using Books = std::vector<std::shared_ptr<const rules::Rulebook>>;

ExitCode check_file(const std::string& file, bool strict, Books& books) {
  rules::LoadResult result = rules::load_rulebook_file(file);
  for (const rules::Diagnostic& diagnostic : result.diagnostics) std::cout << to_string(diagnostic) << '\n';
  if (!result.rulebook) {
    const bool unreadable =
        std::any_of(result.diagnostics.begin(), result.diagnostics.end(),
                    [](const rules::Diagnostic& diagnostic) { return diagnostic.code == "unreadable"; });
    return unreadable ? ExitCode::usage : ExitCode::not_in_order;
  }
  const rules::Rulebook& book = *result.rulebook;
  books.push_back(result.rulebook);
  if (strict && !result.diagnostics.empty()) {
    std::cout << file << ": refused: --strict takes warnings for errors\n";
    return ExitCode::not_in_order;
  }
  std::cout << file << ": ok: " << book.id() << ' ' << book.version() << ", " << to_string(book.status())
            << ", in force " << book.in_force_from().to_string() << " to " << book.in_force_to().to_string() << '\n';
  return ExitCode::in_order;
}

// Those of one id are proved over time as well.
ExitCode check_together(Books books) {
  std::map<std::string, std::size_t> counts;
  for (const auto& book : books) ++counts[book->id()];
  const auto proved = rules::Shelf::make(std::move(books));
  if (const auto* faults = std::get_if<rules::Faults>(&proved)) {
    for (const rules::Fault& fault : *faults) {
      std::cout << to_string(rules::Diagnostic{fault.pointer, {}, rules::Severity::error, fault.code, fault.say.en, ""})
                << '\n';
    }
    return ExitCode::not_in_order;
  }
  for (const auto& [id, count] : counts) {
    if (count > 1) std::cout << id << ": ok: " << count << " rulebooks follow each other without overlap or hole\n";
  }
  return ExitCode::in_order;
}

ExitCode check(const Request& request) {
  ExitCode code = ExitCode::in_order;
  Books books;
  for (const std::string& file : request.files) code = std::max(code, check_file(file, request.strict, books));
  if (books.size() > 1) code = std::max(code, check_together(std::move(books)));
  return code;
}

}  // namespace

void add_rules_check(CLI::App& rules, Action& chosen) {
  CLI::App* command = rules.add_subcommand("check", "Prove rulebooks: print every fault, or ok");
  auto request = std::make_shared<Request>();
  command->add_option("FILE", request->files, "rulebook files (YAML)")->required();
  command->add_flag("--strict", request->strict, "warnings fail as well");
  command->callback([request, &chosen] { chosen = [request] { return check(*request); }; });
}

}  // namespace wildclaims::cli
