// Years settled at their end, and the queue of approvals that wait for funds.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "rules/date.h"
#include "rules/money.h"

namespace wildclaims::store {

class Connection;

// What was given out when a year was settled is in its approvals.
struct SettlementRow {
  std::string policy_id;
  rules::Money granted;    // the whole limit at that time
  rules::Money available;  // what there was of it to settle with
  rules::Date effective;
  std::string reason;
  std::int64_t settled_by = 0;
  rules::Instant recorded_at;
};

// Once for a policy, when all of its claims are decided: InvariantViolated otherwise.
void insert_settlement(Connection& connection, const SettlementRow& settlement);
std::optional<SettlementRow> find_settlement(Connection& connection, const std::string& policy_id);

// Claims of a policy that are neither approved, denied, closed nor withdrawn, in claim-number order.
std::vector<std::string> undecided_claims(Connection& connection, const std::string& policy_id, std::int64_t most);

// An approval that waits.
struct WaitingPlace {
  std::int64_t claim_id = 0;
  std::int64_t approval_id = 0;
};

// Entitlements of a policy that wait for its settlement, in claim-number order.
std::vector<WaitingPlace> pending_in(Connection& connection, const std::string& policy_id);

// Approvals of a policy that wait for funds, in the order in which they were asked for.
std::vector<WaitingPlace> held_in(Connection& connection, const std::string& policy_id, std::int64_t most);

// Of one claim; nothing when it does not wait for funds.
struct HeldRow {
  std::int64_t approval_id = 0;
  rules::Money amount;
  rules::Instant since;
};
std::optional<HeldRow> held_of(Connection& connection, std::int64_t claim_id);

// Of a whole policy; nothing when no claim waits for funds.
struct HeldQueue {
  std::int64_t claims = 0;
  rules::Money amount;
  rules::Instant since;  // of the first
};
std::optional<HeldQueue> held_queue(Connection& connection, const std::string& policy_id);

// A settlement as it is stored with all that it gave, for computing it again.
struct SettledClaim {
  std::string number;
  std::int64_t rulebook_id = 0;  // of its determination
  std::string receipt;           // of its approval
  rules::Money wanted;
  rules::Money approved;
};
struct StoredSettlement {
  std::string policy_id;
  std::int64_t rulebook_id = 0;  // of the policy
  rules::Money granted;
  rules::Money available;
};
std::vector<StoredSettlement> stored_settlements(Connection& connection);
// In claim-number order.
void for_each_settled(Connection& connection, const std::string& policy_id,
                      const std::function<void(SettledClaim&)>& see);

}  // namespace wildclaims::store
