#include "claims/store/settlements.h"

#include "claims/store/connection.h"

namespace wildclaims::store {
namespace {

std::vector<WaitingPlace> read_places(Statement row) {
  std::vector<WaitingPlace> places;
  while (row.step()) {
    const std::int64_t claim_id = row.integer();
    places.push_back({claim_id, row.integer()});
  }
  return places;
}

}  // namespace

void insert_settlement(Connection& connection, const SettlementRow& settlement) {
  connection.run(
      "INSERT INTO settlements (policy_id, granted_fen, available_fen, effective_date, reason, settled_by, "
      "recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
      settlement.policy_id, settlement.granted, settlement.available, settlement.effective, settlement.reason,
      settlement.settled_by, settlement.recorded_at);
}

std::optional<SettlementRow> find_settlement(Connection& connection, const std::string& policy_id) {
  Statement row = connection.query(
      "SELECT policy_id, granted_fen, available_fen, effective_date, reason, settled_by, recorded_at FROM settlements "
      "WHERE policy_id = ?",
      policy_id);
  if (!row.step()) return std::nullopt;
  SettlementRow settlement;
  settlement.policy_id = row.text();
  settlement.granted = row.money();
  settlement.available = row.money();
  settlement.effective = row.date();
  settlement.reason = row.text();
  settlement.settled_by = row.integer();
  settlement.recorded_at = row.instant();
  return settlement;
}

std::vector<std::string> undecided_claims(Connection& connection, const std::string& policy_id, std::int64_t most) {
  Statement row = connection.query(
      "SELECT number FROM claims WHERE policy_id = ? "
      "AND state IN ('reported', 'accepted', 'surveyed', 'determined', 'noticed') ORDER BY number LIMIT ?",
      policy_id, most);
  std::vector<std::string> numbers;
  while (row.step()) numbers.push_back(row.text());
  return numbers;
}

std::vector<WaitingPlace> pending_in(Connection& connection, const std::string& policy_id) {
  return read_places(
      connection.query("SELECT c.id, p.id FROM pending_entitlements AS p CROSS JOIN claims AS c ON c.id = p.claim_id "
                       "WHERE c.policy_id = ? ORDER BY c.number",
                       policy_id));
}

std::vector<WaitingPlace> held_in(Connection& connection, const std::string& policy_id, std::int64_t most) {
  return read_places(connection.query("SELECT claim_id, id FROM held_approvals WHERE policy_id = ? ORDER BY id LIMIT ?",
                                      policy_id, most));
}

std::optional<HeldRow> held_of(Connection& connection, std::int64_t claim_id) {
  Statement row =
      connection.query("SELECT id, entitlement_fen, recorded_at FROM held_approvals WHERE claim_id = ?", claim_id);
  if (!row.step()) return std::nullopt;
  HeldRow held;
  held.approval_id = row.integer();
  held.amount = row.money();
  held.since = row.instant();
  return held;
}

std::optional<HeldQueue> held_queue(Connection& connection, const std::string& policy_id) {
  Statement row = connection.query(
      "SELECT entitlement_fen, recorded_at FROM held_approvals WHERE policy_id = ? ORDER BY id", policy_id);
  HeldQueue queue;
  while (row.step()) {
    queue.amount += row.money();
    const rules::Instant since = row.instant();
    if (queue.claims++ == 0) queue.since = since;
  }
  return queue.claims == 0 ? std::nullopt : std::optional(queue);
}

std::vector<StoredSettlement> stored_settlements(Connection& connection) {
  Statement row = connection.query(
      "SELECT s.policy_id, p.rulebook_id, s.granted_fen, s.available_fen FROM settlements AS s "
      "JOIN policies AS p ON p.id = s.policy_id ORDER BY s.policy_id");
  std::vector<StoredSettlement> settlements;
  while (row.step()) {
    StoredSettlement settlement;
    settlement.policy_id = row.text();
    settlement.rulebook_id = row.integer();
    settlement.granted = row.money();
    settlement.available = row.money();
    settlements.push_back(std::move(settlement));
  }
  return settlements;
}

void for_each_settled(Connection& connection, const std::string& policy_id,
                      const std::function<void(SettledClaim&)>& see) {
  Statement row = connection.query(
      "SELECT c.number, d.rulebook_id, w.receipt, w.entitlement_fen, f.approved_fen FROM approvals AS w "
      "CROSS JOIN claims AS c ON c.id = w.claim_id "
      "CROSS JOIN carried_out_approvals AS x ON x.waiting_id = w.id "
      "CROSS JOIN approvals AS f ON f.id = x.approval_id "
      "CROSS JOIN determinations AS d ON d.id = w.determination_id "
      "WHERE w.step = 'pending' AND c.policy_id = ? ORDER BY c.number, w.id",
      policy_id);
  SettledClaim claim;
  while (row.step()) {
    claim.number = row.text();
    claim.rulebook_id = row.integer();
    claim.receipt = row.text();
    claim.wanted = row.money();
    claim.approved = row.money();
    see(claim);
  }
}

}  // namespace wildclaims::store
