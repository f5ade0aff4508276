// What one funder asked of another that owes its part of a prepaid premium. Rows are only ever added.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "claims/ledger/chain.h"
#include "rules/date.h"
#include "rules/money.h"

namespace wildclaims::store {

class Connection;

struct EvidenceRow {
  std::string kind;       // policy, rulebook, endorsement, premium_receipt, indemnity_paid, indemnity_committed
  std::string reference;  // what it is: an entry with its hash, a rulebook with its hash
  std::optional<rules::Money> amount;
};

struct ReimbursementClaimRow {
  std::int64_t id = 0;
  std::string policy_id;
  std::string funder;  // that owes
  std::string prepaid_by;
  rules::Money amount;
  ledger::ChainHead head;  // of the book when it was made
  rules::Date made_on;
  std::int64_t made_by = 0;
  rules::Instant recorded_at;
  std::vector<EvidenceRow> evidence;
};

// `claim.id` is ignored.
std::int64_t insert_reimbursement_claim(Connection& connection, const ReimbursementClaimRow& claim);
// Oldest first, with their evidence.
std::vector<ReimbursementClaimRow> reimbursement_claims_of(Connection& connection, const std::string& policy_id);

// Of one funder: what was asked of it in all, and what has come from it, by the book.
rules::Money asked_for(Connection& connection, const std::string& policy_id, const std::string& funder);
rules::Money reimbursed(Connection& connection, const std::string& policy_id, const std::string& funder);

}  // namespace wildclaims::store
