#include "claims/store/reimbursements.h"

#include <utility>

#include "claims/store/connection.h"

namespace wildclaims::store {
namespace {

std::vector<EvidenceRow> read_evidence(Statement row) {
  std::vector<EvidenceRow> evidence;
  while (row.step()) {
    EvidenceRow each;
    each.kind = row.text();
    each.reference = row.text();
    if (const auto fen = row.optional_integer()) each.amount = rules::Money::from_fen(*fen);
    evidence.push_back(std::move(each));
  }
  return evidence;
}

}  // namespace

std::int64_t insert_reimbursement_claim(Connection& connection, const ReimbursementClaimRow& claim) {
  connection.run(
      "INSERT INTO reimbursement_claims (policy_id, funder, prepaid_by, amount_fen, head_sequence, head_hash, made_on, "
      "made_by, recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      claim.policy_id, claim.funder, claim.prepaid_by, claim.amount, claim.head.sequence, claim.head.hash,
      claim.made_on, claim.made_by, claim.recorded_at);
  const std::int64_t id = connection.last_insert_id();
  std::int64_t position = 0;
  for (const EvidenceRow& each : claim.evidence) {
    connection.run(
        "INSERT INTO reimbursement_evidence (reimbursement_claim_id, position, kind, reference, amount_fen) "
        "VALUES (?, ?, ?, ?, ?)",
        id, ++position, each.kind, each.reference, each.amount);
  }
  return id;
}

std::vector<ReimbursementClaimRow> reimbursement_claims_of(Connection& connection, const std::string& policy_id) {
  Statement row = connection.query(
      "SELECT id, policy_id, funder, prepaid_by, amount_fen, head_sequence, head_hash, made_on, made_by, recorded_at "
      "FROM reimbursement_claims WHERE policy_id = ? ORDER BY id",
      policy_id);
  std::vector<ReimbursementClaimRow> claims;
  while (row.step()) {
    ReimbursementClaimRow each;
    each.id = row.integer();
    each.policy_id = row.text();
    each.funder = row.text();
    each.prepaid_by = row.text();
    each.amount = row.money();
    each.head.sequence = row.integer();
    each.head.hash = row.digest();
    each.made_on = row.date();
    each.made_by = row.integer();
    each.recorded_at = row.instant();
    each.evidence = read_evidence(connection.query(
        "SELECT kind, reference, amount_fen FROM reimbursement_evidence WHERE reimbursement_claim_id = ? "
        "ORDER BY position",
        each.id));
    claims.push_back(std::move(each));
  }
  return claims;
}

rules::Money asked_for(Connection& connection, const std::string& policy_id, const std::string& funder) {
  Statement row = connection.query(
      "SELECT coalesce(sum(amount_fen), 0) FROM reimbursement_claims WHERE policy_id = ? AND funder = ?", policy_id,
      funder);
  row.step();
  return row.money();
}

rules::Money reimbursed(Connection& connection, const std::string& policy_id, const std::string& funder) {
  Statement row = connection.query(
      "SELECT coalesce(-sum(p.amount_fen), 0) FROM journal_entries AS e "
      "JOIN postings AS p ON p.policy_id = e.policy_id AND p.sequence = e.sequence "
      "WHERE e.policy_id = ? AND e.claim IS NULL AND e.kind = 'reimbursement_received' "
      "AND p.account = 'reimbursement:receivable:' || ?",
      policy_id, funder);
  row.step();
  return row.money();
}

}  // namespace wildclaims::store
