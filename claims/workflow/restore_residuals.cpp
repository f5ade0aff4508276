#include "claims/workflow/restore_residuals.h"

#include <algorithm>
#include <utility>

#include "claims/ledger/account.h"
#include "claims/ledger/recipes.h"
#include "claims/store/approvals.h"
#include "claims/store/claims.h"
#include "claims/store/damage_reports.h"
#include "claims/store/determinations.h"
#include "claims/store/journal.h"
#include "claims/workflow/evaluation.h"
#include "claims/workflow/policy_file.h"
#include "claims/workflow/rulebook_choice.h"
#include "claims/workflow/scopes.h"

namespace wildclaims::workflow {
namespace {

using domain::RefusalCode;
using rules::Money;

// One residual that stands.
struct Standing {
  store::ClaimRow claim;
  store::ApprovalRow approval;  // that left it
  Money residual;
};

// In the order of the approvals, as far as `available` reaches.
std::vector<Standing> within(store::Connection& db, const std::string& policy, Money available) {
  std::vector<Standing> found;
  for (const store::ResidualPlace& place : store::residuals_of(db, policy)) {
    if (found.size() == kMostRestored || available.is_zero()) break;
    const auto approvals = store::approvals_of(db, place.claim_id);
    const auto approval = std::find_if(approvals.begin(), approvals.end(),
                                       [&](const auto& each) { return each.id == place.approval_id; });
    const Money residual = store::standing_residual(approvals, *approval);
    if (residual.is_zero()) continue;
    found.push_back({store::find_claim(db, place.claim_id).value(), *approval, residual});
    available -= residual < available ? residual : available;
  }
  return found;
}

// How the restored amount is funded: by the rule of the approval's own evaluation.
std::vector<rules::FundingPart> parts_of(const rules::Rulebook& rulebook, const store::ApprovalRow& approval,
                                         Money amount) {
  const auto sheet = read_receipt(approval.receipt);
  return rules::fund(rulebook, evaluate(rulebook, sheet.value()).value().determination, amount).value();
}

Money restore(Work& work, const PolicyFile& file, Standing& standing) {
  store::ClaimRow& claim = standing.claim;
  const store::ApprovalRow& of = standing.approval;
  const Money available = store::balance_of(work.db, claim.policy_id, ledger::limit_available());
  const Money amount = standing.residual < available ? standing.residual : available;
  const auto rulebook = pin_of(work.reading(), claim);

  store::ApprovalRow row;
  row.claim_id = claim.id;
  row.determination_id = of.determination_id;
  row.entitlement = amount;
  row.approved = amount;
  row.receipt = of.receipt;
  row.receipt_sha256 = of.receipt_sha256;
  row.approved_by = work.actor.id.value;
  row.recorded_at = work.now;
  row.adjusts = of.id;
  row.scopes = of.scopes;
  row.funding = parts_of(*rulebook, of, amount);

  ledger::ResidualRestoration restoration;
  restoration.effective = business_date(work, *file.programme);
  restoration.claim = claim.number;
  restoration.determination = of.determination_id;
  restoration.receipt = of.receipt_sha256;
  restoration.adjusts = of.sequence.value();
  restoration.amount = amount;
  for (const rules::FundingPart& part : row.funding) restoration.parts.push_back({part.funder, part.amount});
  restoration.residual_funder = rulebook->policy_terms().residual_to;
  restoration.scopes = sub_limits_among(work.db, claim.policy_id, of.scopes);
  row.sequence = post(work, claim.policy_id, ledger::residual_restored(restoration)).sequence;
  store::insert_approval(work.db, row);

  CaseFile one;
  one.programme = file.programme;
  one.report = store::find_report(work.db, claim.report_id).value();
  record_move(work, one, claim, domain::Happening::restore_residual);
  record_report_touched(work, one);
  return amount;
}

}  // namespace

domain::Outcome<RestoredResiduals> restore_residuals(Work& work, const RestoreResiduals& command) {
  auto opened = open_policy_file(work.reading(), command.policy, domain::Role::approver);
  if (!opened) return std::move(opened).failure<RestoredResiduals>();
  const PolicyFile& file = opened.value();
  if (file.rulebook->policy_terms().when_freed != rules::WhenFreed::restore_residuals) {
    return domain::refuse(RefusalCode::residuals_left_by_rule, file.policy.id);
  }
  const Money available = store::balance_of(work.db, file.policy.id, ledger::limit_available());
  std::vector<Standing> residuals = within(work.db, file.policy.id, available);
  if (residuals.empty()) return domain::refuse(RefusalCode::nothing_to_restore, file.policy.id);
  domain::Refusals refusals;
  for (const Standing& standing : residuals) {
    domain::Hands hands = hands_on(work.db, standing.claim.id);
    hands.waiting_approver.reset();
    if (const auto code = domain::refuse_approver(hands, work.actor.id)) {
      refusals.push_back(domain::refuse(*code, standing.claim.number));
    }
  }
  if (!refusals.empty()) return refusals;
  RestoredResiduals restored;
  for (Standing& standing : residuals) {
    const Money amount = restore(work, file, standing);
    restored.claims.push_back({standing.claim.number, amount, standing.residual - amount});
    restored.total += amount;
  }
  record_happening(work, file, "residuals_restored");
  return restored;
}

}  // namespace wildclaims::workflow
