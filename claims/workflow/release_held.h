// Command: the aggregate limit was freed or topped up; approvals that wait for funds are carried out in the order in
// which they were asked for, each whole, as far as the limit reaches.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "claims/domain/outcome.h"
#include "claims/workflow/work.h"
#include "rules/money.h"

namespace wildclaims::workflow {

struct ReleaseHeld {
  std::string policy;
};

struct ReleasedHeld {
  struct Claim {
    std::string number;
    rules::Money amount;
  };
  std::vector<Claim> claims;
  rules::Money total;
  std::int64_t waiting = 0;  // claims that still wait
};

// Of one command: what it holds in memory and in one transaction stays bounded.
inline constexpr std::size_t kMostReleased = 1'000;

// At most kMostReleased claims at once: send it again for the rest. Each is computed again with the running totals of
// this moment. It stops at the first that does not fit, or whose household has had its due meanwhile, which is to be
// sent back; nobody behind it is served.
// Refused: role_not_allowed (approver), policy_unknown, the separations of an approver on any of the claims served,
// nothing_to_release, determination_not_current.
domain::Outcome<ReleasedHeld> release_held(Work& work, const ReleaseHeld& command);

}  // namespace wildclaims::workflow
