// The claims of a policy as they were last decided, in order of decision: what a draft rulebook is tried on. Nothing
// personal is read: of whom a claim is, only the household's number.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "rules/date.h"
#include "rules/funding.h"
#include "rules/money.h"

namespace wildclaims::store {

class Connection;

struct PastClaimRow {
  std::string number;
  std::int64_t household_id = 0;
  std::int64_t event_id = 0;
  rules::Date decided_on;  // in the offset asked for: of the final approval, else of the determination
  bool denied = false;
  rules::Money entitlement;  // as approved, else as determined
  bool approved = false;     // finally; else the two below are 0
  rules::Money approved_amount;
  rules::Money residual;
  // Of the approved amount, where a residual makes it other than the receipt's; else empty.
  std::vector<rules::FundingPart> approved_funding;
  std::string receipt;  // of the approval, else of the determination
};

// The latest determination of every claim of the policy that has one and was not withdrawn, with its final approval if
// it has one: by the moment of that approval, else of the determination; of one moment in the order of recording,
// determinations first. A row is valid until the next one, and `see` may take what is in it, leaving any other row in
// its place; with false it tells that it has seen enough.
//   Two statements, each in the order in which its table grew, are merged: nothing that carries a receipt is sorted,
//   and memory does not grow with the number of claims, but for the numbers of determinations that wait for an
//   approval. Approvals of other policies are passed over, not read.
// Meant for one reading: the connection shows one unchanging state meanwhile.
void for_each_past_claim(Connection& connection, const std::string& policy_id, rules::UtcOffset offset,
                         const std::function<bool(PastClaimRow&)>& see);

// How many claims the policy has, whatever their state: for a progress bar.
std::int64_t count_claims(Connection& connection, const std::string& policy_id);

}  // namespace wildclaims::store
