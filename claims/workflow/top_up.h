// Command: an endorsement adds to a policy's aggregate limit, to its premium, or to both.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "claims/domain/outcome.h"
#include "claims/workflow/work.h"
#include "rules/date.h"
#include "rules/money.h"

namespace wildclaims::workflow {

// What one policy may have of limit, or of premium, in all: 10,000,000,000.00 yuan. No county insures that much, and it
// is so far within rules::Money that every sum over a book and its months is, too.
inline constexpr std::int64_t kMostOfPolicyFen = 1'000'000'000'000;

struct TopUp {
  std::string policy;
  rules::Money limit;    // added
  rules::Money premium;  // added, called from the funders by the rulebook's shares
  std::string reason;    // the endorsement's number, or why
};

// The sequence of the journal entry. Faults: amounts below zero, both zero, or with what the policy has already above
// kMostOfPolicyFen; the reason's text.
// Refused: role_not_allowed (admin), policy_unknown.
domain::Outcome<std::int64_t> top_up(Work& work, const TopUp& command);

}  // namespace wildclaims::workflow
