// What a command acts on: one claim with its report, or every claim of a report that is still open.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "claims/domain/authority.h"
#include "claims/domain/lifecycle.h"
#include "claims/domain/outcome.h"
#include "claims/domain/programme.h"
#include "claims/store/claims.h"
#include "claims/store/damage_reports.h"
#include "claims/workflow/work.h"

namespace wildclaims::workflow {

// Names what a command is about, as the client typed it (claim numbers are read leniently), and the version the client
// saw, when it says one.
struct Target {
  enum class Kind { claim, report };
  Kind kind = Kind::claim;
  std::string number;
  std::optional<std::int64_t> version;
};

struct CaseFile {
  const domain::Programme* programme = nullptr;
  store::ReportRow report;
  std::vector<store::ClaimRow> claims;  // in claim-number order; one, or all open ones of the report

  // The object the target named, for refusals about the whole.
  std::string subject;
};

// Whether a whole-report action covers a claim in this state.
bool is_open(domain::ClaimState state);

// Refused: claim_unknown or report_unknown (also for another county's; what was typed is not repeated unless it is a
// number), stale_version; nothing_to_do for a report whose claims are all denied, withdrawn or closed.
domain::Outcome<CaseFile> open_file(const Reading& reading, const Target& target);

// The file of a command, in the order of refusals: role_not_allowed before anything is looked up, what open_file
// refuses, then one obstacle for every claim that the happening may not happen to now.
domain::Outcome<CaseFile> open_for(const Reading& reading, const Target& target, domain::Happening happening);

// One obstacle per claim that the happening may not happen to now; empty when it may happen to all.
domain::Refusals obstacles(const CaseFile& file, domain::Happening happening, domain::RoleSet roles);

// Everyone who had a hand in the claim so far.
domain::Hands hands_on(store::Connection& db, std::int64_t claim_id);

}  // namespace wildclaims::workflow
