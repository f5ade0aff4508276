#include "claims/store/claim_scan.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace wildclaims::store {
namespace {

constexpr const char* kClaims = "SELECT id, number, policy_id, state FROM claims ORDER BY id";
constexpr const char* kDeterminations =
    "SELECT claim_id, id, survey_id, rulebook_id, kind, denied, entitlement_fen, receipt, receipt_sha256, "
    "determined_by, recorded_at FROM determinations ORDER BY claim_id, id";
constexpr const char* kDeterminedParts =
    "SELECT d.id, f.funder, f.amount_fen FROM determinations AS d "
    "CROSS JOIN determination_funding AS f ON f.determination_id = d.id ORDER BY d.claim_id, d.id, f.position";
constexpr const char* kApprovals =
    "SELECT claim_id, id, determination_id, step, entitlement_fen, approved_fen, residual_fen, receipt, "
    "receipt_sha256, sequence, approved_by, recorded_at, adjusts FROM approvals ORDER BY claim_id, id";
// Few: sorted rather than found by the order of all approvals.
constexpr const char* kUndos =
    "SELECT a.id, u.sequence, u.reason, u.undone_by, u.recorded_at FROM approval_undos AS u "
    "CROSS JOIN approvals AS a ON a.id = u.approval_id ORDER BY a.claim_id, a.id";
constexpr const char* kReductions =
    "SELECT approval_id, id, claim_id, determination_id, residual_fen, unpaid_fen, recoverable_fen, sequence, "
    "lowered_by, recorded_at FROM reductions ORDER BY claim_id, approval_id, id";
constexpr const char* kCarriedOut =
    "SELECT x.waiting_id, x.approval_id, x.sequence, x.carried_out_by, x.recorded_at FROM carried_out_approvals AS x "
    "CROSS JOIN approvals AS a ON a.id = x.waiting_id ORDER BY a.claim_id, a.id";
constexpr const char* kApprovedParts =
    "SELECT a.id, f.funder, f.amount_fen FROM approvals AS a "
    "CROSS JOIN approval_funding AS f ON f.approval_id = a.id ORDER BY a.claim_id, a.id, f.position";
constexpr const char* kPayments =
    "SELECT claim_id, id, approval_id, account_id, amount_fen, batch, sequence, sent_by, recorded_at FROM payments "
    "ORDER BY claim_id, id";
constexpr const char* kResults =
    "SELECT p.id, r.result, r.text, r.recorded_by, r.recorded_at FROM payments AS p "
    "CROSS JOIN payment_results AS r ON r.payment_id = p.id ORDER BY p.claim_id, p.id, r.result";
constexpr const char* kFindings =
    "SELECT kind, code, zh, en, source FROM determination_findings WHERE determination_id = ? ORDER BY position";

// Says which row the values noted since `first` stand in.
void name_row(std::vector<BadValue>& bad, std::size_t first, std::int64_t id) {
  for (std::size_t i = first; i < bad.size(); ++i) bad[i].place += " (id " + std::to_string(id) + ")";
}

// One of two words.
bool is_word(StoredRow& row, const char* place, const char* yes, const char* no) {
  const StoredValue value = row.value();
  const bool text = value.type == StoredValue::Type::text;
  if (text && value.data == yes) return true;
  if (!text || value.data != no) {
    row.bad(place, value, {std::string(yes) + "或" + no, std::string(yes) + " or " + no});
  }
  return false;
}

void read_step(StoredRow& row, ApprovalRow& approval) {
  const StoredValue value = row.value();
  const std::string_view step = value.type == StoredValue::Type::text ? value.data : std::string_view();
  approval.final = step == "final";
  if (step == "pending") approval.waits = Wait::settlement;
  if (step == "held") approval.waits = Wait::funds;
  if (!approval.final && !approval.waits && step != "first") {
    row.bad("approvals.step", value, {"first、final、pending或held", "first, final, pending or held"});
  }
}

}  // namespace

ClaimScan::ClaimScan(Connection& connection, Findings findings)
    : connection_(connection),
      findings_(findings),
      claims_{connection.query(kClaims)},
      determinations_{connection.query(kDeterminations)},
      determined_parts_{connection.query(kDeterminedParts)},
      approvals_{connection.query(kApprovals)},
      approved_parts_{connection.query(kApprovedParts)},
      undos_{connection.query(kUndos)},
      reductions_{connection.query(kReductions)},
      carried_out_{connection.query(kCarriedOut)},
      payments_{connection.query(kPayments)},
      results_{connection.query(kResults)} {
  for (Rows* rows : {&claims_, &determinations_, &determined_parts_, &approvals_, &approved_parts_, &undos_,
                     &reductions_, &carried_out_, &payments_, &results_}) {
    rows->advance();
  }
}

bool ClaimScan::next(StoredClaim& claim) {
  constexpr std::int64_t kNone = std::numeric_limits<std::int64_t>::max();
  std::int64_t first = kNone;
  for (const Rows* rows : {&claims_, &determinations_, &approvals_, &payments_}) {
    if (rows->more) first = std::min(first, rows->owner);
  }
  const bool any = claims_.more || determinations_.more || approvals_.more || payments_.more;
  if (!any) return false;
  claim.id = first;
  claim.number.clear();
  claim.policy_id.clear();
  claim.state.reset();
  claim.determinations.clear();
  claim.approvals.clear();
  claim.payments.clear();
  claim.bad.clear();
  if (claims_.more && claims_.owner == first) take_claim(claim);
  while (determinations_.more && determinations_.owner == first) take_determination(claim);
  while (approvals_.more && approvals_.owner == first) take_approval(claim);
  while (payments_.more && payments_.owner == first) take_payment(claim);
  mark_restoring(claim.approvals);
  return true;
}

void ClaimScan::take_claim(StoredClaim& claim) {
  StoredRow row(claims_.statement, time_, claim.bad);
  claim.number = row.text("claims.number");
  claim.policy_id = row.text("claims.policy_id");
  const StoredValue state = row.value();
  if (state.type == StoredValue::Type::text) claim.state = domain::parse_claim_state(state.data);
  if (!claim.state) row.bad("claims.state", state, {"赔案状态", "a state of a claim"});
  claims_.advance();
}

void ClaimScan::take_determination(StoredClaim& claim) {
  const std::size_t before = claim.bad.size();
  StoredRow row(determinations_.statement, time_, claim.bad);
  DeterminationRow each;
  each.claim_id = claim.id;
  each.id = row.integer("determinations.id");
  each.survey_id = row.optional_integer("determinations.survey_id");
  each.rulebook_id = row.integer("determinations.rulebook_id");
  each.judged = is_word(row, "determinations.kind", "judged", "rulebook");
  each.denied = row.flag("determinations.denied");
  each.entitlement = row.money("determinations.entitlement_fen");
  each.receipt = row.text("determinations.receipt");
  each.receipt_sha256 = row.digest("determinations.receipt_sha256");
  each.determined_by = row.integer("determinations.determined_by");
  each.recorded_at = row.instant("determinations.recorded_at");
  each.funding = take_parts(determined_parts_, each.id, "determination_funding", claim);
  if (findings_ == Findings::read) take_findings(each, claim);
  name_row(claim.bad, before, each.id);
  claim.determinations.push_back(std::move(each));
  determinations_.advance();
}

void ClaimScan::take_approval(StoredClaim& claim) {
  const std::size_t before = claim.bad.size();
  StoredRow row(approvals_.statement, time_, claim.bad);
  ApprovalRow each;
  each.claim_id = claim.id;
  each.id = row.integer("approvals.id");
  each.determination_id = row.integer("approvals.determination_id");
  read_step(row, each);
  each.entitlement = row.money("approvals.entitlement_fen");
  each.approved = row.money("approvals.approved_fen");
  each.residual = row.money("approvals.residual_fen");
  each.receipt = row.text("approvals.receipt");
  each.receipt_sha256 = row.digest("approvals.receipt_sha256");
  each.sequence = row.optional_integer("approvals.sequence");
  each.approved_by = row.integer("approvals.approved_by");
  each.recorded_at = row.instant("approvals.recorded_at");
  each.adjusts = row.optional_integer("approvals.adjusts");
  each.funding = take_parts(approved_parts_, each.id, "approval_funding", claim);
  take_afterlife(each, claim);
  name_row(claim.bad, before, each.id);
  claim.approvals.push_back(std::move(each));
  approvals_.advance();
}

void ClaimScan::take_afterlife(ApprovalRow& approval, StoredClaim& claim) {
  while (undos_.more && undos_.owner == approval.id) {
    StoredRow row(undos_.statement, time_, claim.bad);
    UndoRow undo;
    undo.approval_id = approval.id;
    undo.sequence = row.integer("approval_undos.sequence");
    undo.reason = row.text("approval_undos.reason");
    undo.undone_by = row.integer("approval_undos.undone_by");
    undo.recorded_at = row.instant("approval_undos.recorded_at");
    approval.undone = std::move(undo);
    undos_.advance();
  }
  while (reductions_.more && reductions_.owner == approval.id) {
    StoredRow row(reductions_.statement, time_, claim.bad);
    ReductionRow reduction;
    reduction.approval_id = approval.id;
    reduction.id = row.integer("reductions.id");
    reduction.claim_id = row.integer("reductions.claim_id");
    reduction.determination_id = row.integer("reductions.determination_id");
    reduction.residual = row.money("reductions.residual_fen");
    reduction.unpaid = row.money("reductions.unpaid_fen");
    reduction.recoverable = row.money("reductions.recoverable_fen");
    reduction.sequence = row.integer("reductions.sequence");
    reduction.lowered_by = row.integer("reductions.lowered_by");
    reduction.recorded_at = row.instant("reductions.recorded_at");
    approval.reductions.push_back(reduction);
    reductions_.advance();
  }
  while (carried_out_.more && carried_out_.owner == approval.id) {
    StoredRow row(carried_out_.statement, time_, claim.bad);
    CarriedOutRow carried_out;
    carried_out.approval_id = row.integer("carried_out_approvals.approval_id");
    carried_out.sequence = row.optional_integer("carried_out_approvals.sequence");
    carried_out.carried_out_by = row.integer("carried_out_approvals.carried_out_by");
    carried_out.recorded_at = row.instant("carried_out_approvals.recorded_at");
    approval.carried_out = carried_out;
    carried_out_.advance();
  }
}

void ClaimScan::take_payment(StoredClaim& claim) {
  const std::size_t before = claim.bad.size();
  StoredRow row(payments_.statement, time_, claim.bad);
  PaymentRow each;
  each.claim_id = claim.id;
  each.id = row.integer("payments.id");
  each.approval_id = row.integer("payments.approval_id");
  each.account_id = row.integer("payments.account_id");
  each.amount = row.money("payments.amount_fen");
  each.batch = row.text("payments.batch");
  each.sequence = row.integer("payments.sequence");
  each.sent_by = row.integer("payments.sent_by");
  each.recorded_at = row.instant("payments.recorded_at");
  while (results_.more && results_.owner == each.id) {
    StoredRow result_row(results_.statement, time_, claim.bad);
    PaymentResultRow result;
    result.confirmed = is_word(result_row, "payment_results.result", "confirmed", "returned");
    result.text = result_row.text("payment_results.text");
    result.recorded_by = result_row.integer("payment_results.recorded_by");
    result.recorded_at = result_row.instant("payment_results.recorded_at");
    each.results.push_back(std::move(result));
    results_.advance();
  }
  name_row(claim.bad, before, each.id);
  claim.payments.push_back(std::move(each));
  payments_.advance();
}

std::vector<rules::FundingPart> ClaimScan::take_parts(Rows& rows, std::int64_t owner, const char* place,
                                                      StoredClaim& claim) {
  std::vector<rules::FundingPart> parts;
  while (rows.more && rows.owner == owner) {
    StoredRow row(rows.statement, time_, claim.bad);
    std::string funder(row.text(place));
    parts.push_back({std::move(funder), row.money(place)});
    rows.advance();
  }
  return parts;
}

void ClaimScan::take_findings(DeterminationRow& determination, StoredClaim& claim) {
  Statement rows = connection_.query(kFindings, determination.id);
  while (rows.step()) {
    StoredRow row(rows, time_, claim.bad);
    FindingRow finding;
    finding.denial = is_word(row, "determination_findings.kind", "denial", "flag");
    finding.code = row.text("determination_findings.code");
    finding.say.zh = row.text("determination_findings.zh");
    finding.say.en = row.text("determination_findings.en");
    finding.source = row.text("determination_findings.source");
    determination.findings.push_back(std::move(finding));
  }
}

std::vector<StoredRulebook> stored_rulebooks(Connection& connection) {
  Statement rows = connection.query("SELECT id, code, version, sha256, text FROM rulebooks ORDER BY id");
  CanonicalTime time;
  std::vector<StoredRulebook> rulebooks;
  while (rows.step()) {
    StoredRulebook rulebook;
    StoredRow row(rows, time, rulebook.bad);
    rulebook.id = row.integer("id");
    rulebook.code = row.text("code");
    rulebook.version = row.text("version");
    rulebook.sha256 = row.digest("sha256");
    rulebook.text = row.text("text");
    rulebooks.push_back(std::move(rulebook));
  }
  return rulebooks;
}

std::int64_t count_all_claims(Connection& connection) {
  Statement row = connection.query("SELECT count(*) FROM claims");
  row.step();
  return row.integer();
}

}  // namespace wildclaims::store
