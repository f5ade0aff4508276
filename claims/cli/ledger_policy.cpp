#include "claims/cli/ledger_policy.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include "claims/store/policies.h"

namespace wildclaims::cli {

void add_policy_options(CLI::App& command, PolicyOptions& options) {
  command.add_option("--policy", options.policy, "the policy, e.g. PL-2025")->required();
  command.add_option("--lang", options.language, "language of the text: zh or en")
      ->check(CLI::IsMember({"zh", "en"}))
      ->capture_default_str();
  command.add_option("--format", options.format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  add_places(command, options.places);
}

std::optional<rules::UtcOffset> offset_of(const workflow::Office& office, store::Connection& db,
                                          const std::string& policy) {
  const auto found = store::find_policy(db, policy);
  const domain::Programme* programme = found ? office.find_programme(found->programme) : nullptr;
  if (programme != nullptr) return programme->offset;
  std::cerr << "没有这份保单 / there is no such policy: " << policy << '\n';
  return std::nullopt;
}

}  // namespace wildclaims::cli
