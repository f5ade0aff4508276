#include "claims/store/approvals.h"

#include <utility>

#include "claims/store/connection.h"

namespace wildclaims::store {
namespace {

std::vector<rules::FundingPart> read_parts(Statement row) {
  std::vector<rules::FundingPart> parts;
  while (row.step()) {
    std::string funder = row.text();
    parts.push_back({std::move(funder), row.money()});
  }
  return parts;
}

std::vector<std::string> read_scopes(Statement row) {
  std::vector<std::string> scopes;
  while (row.step()) scopes.push_back(row.text());
  return scopes;
}

std::optional<UndoRow> read_undo(Connection& connection, std::int64_t approval_id) {
  Statement row = connection.query(
      "SELECT approval_id, sequence, reason, undone_by, recorded_at FROM approval_undos WHERE approval_id = ?",
      approval_id);
  if (!row.step()) return std::nullopt;
  UndoRow undo;
  undo.approval_id = row.integer();
  undo.sequence = row.integer();
  undo.reason = row.text();
  undo.undone_by = row.integer();
  undo.recorded_at = row.instant();
  return undo;
}

std::vector<ReductionRow> read_reductions(Connection& connection, std::int64_t approval_id) {
  Statement row = connection.query(
      "SELECT id, claim_id, approval_id, determination_id, residual_fen, unpaid_fen, recoverable_fen, sequence, "
      "lowered_by, recorded_at FROM reductions WHERE approval_id = ? ORDER BY id",
      approval_id);
  std::vector<ReductionRow> reductions;
  while (row.step()) {
    ReductionRow each;
    each.id = row.integer();
    each.claim_id = row.integer();
    each.approval_id = row.integer();
    each.determination_id = row.integer();
    each.residual = row.money();
    each.unpaid = row.money();
    each.recoverable = row.money();
    each.sequence = row.integer();
    each.lowered_by = row.integer();
    each.recorded_at = row.instant();
    reductions.push_back(each);
  }
  return reductions;
}

std::optional<CarriedOutRow> read_carried_out(Connection& connection, std::int64_t waiting_id) {
  Statement row = connection.query(
      "SELECT approval_id, sequence, carried_out_by, recorded_at FROM carried_out_approvals WHERE waiting_id = ?",
      waiting_id);
  if (!row.step()) return std::nullopt;
  CarriedOutRow carried_out;
  carried_out.approval_id = row.integer();
  carried_out.sequence = row.optional_integer();
  carried_out.carried_out_by = row.integer();
  carried_out.recorded_at = row.instant();
  return carried_out;
}

const char* step_of(const ApprovalRow& approval) {
  if (approval.waits) return *approval.waits == Wait::settlement ? "pending" : "held";
  return approval.final ? "final" : "first";
}

}  // namespace

void mark_restoring(std::vector<ApprovalRow>& approvals) {
  for (ApprovalRow& each : approvals) {
    for (const ApprovalRow& earlier : approvals) {
      if (each.adjusts == earlier.id) each.restores = each.determination_id == earlier.determination_id;
    }
  }
}

rules::Money ApprovalRow::standing() const {
  if (!stands()) return {};
  rules::Money amount = approved;
  for (const ReductionRow& reduction : reductions) amount -= reduction.unpaid + reduction.recoverable;
  return amount;
}

std::int64_t insert_approval(Connection& connection, const ApprovalRow& approval) {
  connection.run(
      "INSERT INTO approvals (claim_id, determination_id, step, entitlement_fen, approved_fen, residual_fen, receipt, "
      "receipt_sha256, sequence, approved_by, recorded_at, adjusts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      approval.claim_id, approval.determination_id, step_of(approval), approval.entitlement, approval.approved,
      approval.residual, approval.receipt, approval.receipt_sha256, approval.sequence, approval.approved_by,
      approval.recorded_at, approval.adjusts);
  const std::int64_t id = connection.last_insert_id();
  std::int64_t position = 0;
  for (const rules::FundingPart& part : approval.funding) {
    connection.run("INSERT INTO approval_funding (approval_id, position, funder, amount_fen) VALUES (?, ?, ?, ?)", id,
                   ++position, part.funder, part.amount);
  }
  for (const std::string& scope : approval.scopes) {
    connection.run("INSERT INTO approval_scopes (approval_id, scope) VALUES (?, ?)", id, scope);
  }
  return id;
}

void insert_undo(Connection& connection, const UndoRow& undo) {
  connection.run(
      "INSERT INTO approval_undos (approval_id, sequence, reason, undone_by, recorded_at) VALUES (?, ?, ?, ?, ?)",
      undo.approval_id, undo.sequence, undo.reason, undo.undone_by, undo.recorded_at);
}

std::int64_t insert_reduction(Connection& connection, const ReductionRow& reduction) {
  connection.run(
      "INSERT INTO reductions (claim_id, approval_id, determination_id, residual_fen, unpaid_fen, recoverable_fen, "
      "sequence, lowered_by, recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      reduction.claim_id, reduction.approval_id, reduction.determination_id, reduction.residual, reduction.unpaid,
      reduction.recoverable, reduction.sequence, reduction.lowered_by, reduction.recorded_at);
  return connection.last_insert_id();
}

void insert_carried_out(Connection& connection, std::int64_t waiting_id, const CarriedOutRow& carried_out) {
  connection.run(
      "INSERT INTO carried_out_approvals (waiting_id, approval_id, sequence, carried_out_by, recorded_at) "
      "VALUES (?, ?, ?, ?, ?)",
      waiting_id, carried_out.approval_id, carried_out.sequence, carried_out.carried_out_by, carried_out.recorded_at);
}

std::vector<ApprovalRow> approvals_of(Connection& connection, std::int64_t claim_id) {
  Statement row = connection.query(
      "SELECT id, claim_id, determination_id, step, entitlement_fen, approved_fen, residual_fen, receipt, "
      "receipt_sha256, sequence, approved_by, recorded_at, adjusts FROM approvals WHERE claim_id = ? ORDER BY id",
      claim_id);
  std::vector<ApprovalRow> approvals;
  while (row.step()) {
    ApprovalRow each;
    each.id = row.integer();
    each.claim_id = row.integer();
    each.determination_id = row.integer();
    const std::string step = row.text();
    each.final = step == "final";
    if (step == "pending") each.waits = Wait::settlement;
    if (step == "held") each.waits = Wait::funds;
    each.entitlement = row.money();
    each.approved = row.money();
    each.residual = row.money();
    each.receipt = row.text();
    each.receipt_sha256 = row.digest();
    each.sequence = row.optional_integer();
    each.approved_by = row.integer();
    each.recorded_at = row.instant();
    each.adjusts = row.optional_integer();
    each.funding = read_parts(connection.query(
        "SELECT funder, amount_fen FROM approval_funding WHERE approval_id = ? ORDER BY position", each.id));
    each.scopes = read_scopes(
        connection.query("SELECT scope FROM approval_scopes WHERE approval_id = ? ORDER BY scope", each.id));
    each.undone = read_undo(connection, each.id);
    if (each.waits) each.carried_out = read_carried_out(connection, each.id);
    each.reductions = read_reductions(connection, each.id);
    approvals.push_back(std::move(each));
  }
  mark_restoring(approvals);
  return approvals;
}

rules::Money standing_approved(const std::vector<ApprovalRow>& approvals) {
  rules::Money sum;
  for (const ApprovalRow& each : approvals) sum += each.standing();
  return sum;
}

rules::Money standing_residual(const std::vector<ApprovalRow>& approvals, const ApprovalRow& of) {
  if (!of.stands()) return {};
  rules::Money residual = of.residual;
  for (const ReductionRow& reduction : of.reductions) residual -= reduction.residual;
  for (const ApprovalRow& each : approvals) {
    if (each.restores && each.stands() && each.adjusts == of.id) residual -= each.approved;
  }
  return residual;
}

rules::Money standing_residual(const std::vector<ApprovalRow>& approvals) {
  rules::Money sum;
  for (const ApprovalRow& each : approvals) sum += standing_residual(approvals, each);
  return sum;
}

const ApprovalRow* pending_among(const std::vector<ApprovalRow>& approvals) {
  for (const ApprovalRow& each : approvals) {
    if (each.is_pending()) return &each;
  }
  return nullptr;
}

rules::Money standing_pending(const std::vector<ApprovalRow>& approvals) {
  const ApprovalRow* pending = pending_among(approvals);
  return pending == nullptr ? rules::Money() : pending->entitlement;
}

std::vector<ResidualPlace> residuals_of(Connection& connection, const std::string& policy_id) {
  Statement row = connection.query(
      "SELECT a.claim_id, a.id FROM account_balances AS b "
      "JOIN claims AS c ON c.number = substr(b.account, 15) JOIN approvals AS a ON a.claim_id = c.id "
      "WHERE b.policy_id = ? AND b.account > 'residual:owed:' AND b.account < 'residual:owed;' AND b.balance_fen < 0 "
      "AND a.residual_fen > 0 "
      "AND a.determination_id = (SELECT max(id) FROM determinations WHERE claim_id = a.claim_id) ORDER BY a.id",
      policy_id);
  std::vector<ResidualPlace> places;
  while (row.step()) {
    const std::int64_t claim_id = row.integer();
    places.push_back({claim_id, row.integer()});
  }
  return places;
}

}  // namespace wildclaims::store
