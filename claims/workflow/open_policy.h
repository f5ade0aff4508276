// Command: a policy year is opened under its rulebook; limit and premium stand in its book.
#pragma once

#include <string>

#include "claims/domain/outcome.h"
#include "claims/workflow/work.h"

namespace wildclaims::workflow {

struct OpenPolicy {
  std::string programme;        // letters: "PL"
  int year = 0;                 // the year in which the rulebook's dates begin
  std::string prepaid_by = {};  // the funder that pays the whole premium, to be reimbursed by the others; may be empty
};

// The policy's id, "PL-2025". The terms (dates, premium, aggregate limit, shares) are the rulebook's at this moment and
// are copied into the policy. Premium is called from each funder by its share.
// Refused: role_not_allowed (admin), programme_unknown, policy_exists, no_rulebook_for_date, draft_rulebook,
// illustrative_not_allowed, rulebook_beyond_service, funder_unknown.
domain::Outcome<std::string> open_policy(Work& work, const OpenPolicy& command);

}  // namespace wildclaims::workflow
