// The policy that a command on the books names, and how it prints.
#pragma once

#include <optional>
#include <string>

#include "claims/cli/places.h"
#include "claims/store/connection.h"
#include "claims/workflow/office.h"
#include "rules/date.h"

namespace CLI {
class App;
}

namespace wildclaims::cli {

// Options that these commands share.
struct PolicyOptions {
  Places places;
  std::string policy;
  std::string language = "zh";
  std::string format = "text";
};
// --policy, --lang, --format and the places.
void add_policy_options(CLI::App& command, PolicyOptions& options);

// The offset of the policy's programme; nothing, told on standard error, when there is no such policy.
std::optional<rules::UtcOffset> offset_of(const workflow::Office& office, store::Connection& db,
                                          const std::string& policy);

}  // namespace wildclaims::cli
