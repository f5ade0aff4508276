#include "claims/workflow/policy_view.h"

#include <utility>

#include "claims/ledger/account.h"
#include "claims/store/closed_periods.h"
#include "claims/store/endorsements.h"
#include "claims/store/journal.h"
#include "claims/workflow/rulebook_choice.h"

namespace wildclaims::workflow {
namespace {

bool is_visible(const Reading& reading, const store::PolicyRow& policy) {
  const domain::Programme* programme = reading.office.find_programme(policy.programme);
  return programme != nullptr && reading.actor.works_in(programme->county_code);
}

// The premium and that of each endorsement, each split by itself as it was called; or all of it from the one that
// prepays.
std::vector<rules::FundingPart> premium_called(store::Connection& db, const rules::Rulebook& rulebook,
                                               const store::PolicyRow& policy) {
  std::vector<rules::FundingPart> called = rulebook.fund_premium(policy.premium);
  rules::Money whole = policy.premium;
  for (const store::EndorsementRow& endorsement : store::endorsements_of(db, policy.id)) {
    const auto parts = rulebook.fund_premium(endorsement.premium);
    for (std::size_t i = 0; i < called.size(); ++i) called[i].amount += parts[i].amount;
    whole += endorsement.premium;
  }
  if (policy.prepaid_by.empty()) return called;
  for (rules::FundingPart& part : called) part.amount = part.funder == policy.prepaid_by ? whole : rules::Money();
  return called;
}

// One account at a time: what each claim is owed stands in a hundred thousand others of the same book.
PolicyView view(const Reading& reading, store::PolicyRow policy) {
  const auto rulebook = pinned_rulebook(reading, policy.rulebook_id);
  const auto balance = [&](const std::string& account) { return store::balance_of(reading.db, policy.id, account); };
  PolicyView result;
  result.title = rulebook->title();
  result.status = rulebook->status();
  result.rulebook = {policy.rulebook_id, rulebook->id(), rulebook->version(), rulebook->sha256(), rulebook->text()};
  result.granted = -balance(ledger::limit_granted());
  result.available = balance(ledger::limit_available());
  result.committed = balance(ledger::limit_committed());
  result.paid = balance(ledger::limit_paid());
  // Within each family every entry balances, so one side tells the sum of the other's accounts.
  result.reserve_outstanding = balance(ledger::reserve_estimate());
  for (const rules::Funder& funder : rulebook->funders()) result.residual += balance(ledger::residual(funder.code));
  result.when_exhausted = rulebook->policy_terms().when_exhausted;
  result.pending = balance(ledger::entitlement_pending());
  result.settlement = store::find_settlement(reading.db, policy.id);
  result.held = store::held_queue(reading.db, policy.id);
  // Of the family of indemnities: what was attributed and neither is owed nor has left the bank is to be paid back.
  result.recovery_receivable = result.committed - balance(ledger::bank_claims());
  for (const rules::Funder& funder : rulebook->funders()) {
    result.recovery_receivable -= balance(ledger::incurred(funder.code));
  }
  result.closed_through = store::closed_through(reading.db, policy.id);
  for (const rules::FundingPart& called : premium_called(reading.db, *rulebook, policy)) {
    PolicyView::Funder funder;
    funder.code = called.funder;
    funder.label = rulebook->funder(called.funder)->label;
    funder.premium_called = called.amount;
    funder.premium_receivable = balance(ledger::premium_receivable(called.funder));
    funder.premium_received = called.amount - funder.premium_receivable;
    funder.reimbursement_receivable = balance(ledger::reimbursement_receivable(called.funder));
    funder.reimbursement_owed_to = -balance(ledger::reimbursement_owed_to(called.funder));
    funder.incurred = balance(ledger::incurred(called.funder));
    result.funders.push_back(std::move(funder));
  }
  result.policy = std::move(policy);
  return result;
}

}  // namespace

bool knows_policy(const Reading& reading, const std::string& id) {
  const auto policy = store::find_policy(reading.db, id);
  return policy && is_visible(reading, *policy);
}

std::optional<std::vector<store::ReimbursementClaimRow>> view_reimbursements(const Reading& reading,
                                                                             const std::string& id) {
  if (!knows_policy(reading, id)) return std::nullopt;
  return store::reimbursement_claims_of(reading.db, id);
}

std::optional<PolicyView> view_policy(const Reading& reading, const std::string& id) {
  auto policy = store::find_policy(reading.db, id);
  if (!policy || !is_visible(reading, *policy)) return std::nullopt;
  return view(reading, std::move(*policy));
}

std::vector<PolicyView> view_policies(const Reading& reading) {
  std::vector<PolicyView> views;
  for (store::PolicyRow& policy : store::all_policies(reading.db)) {
    if (is_visible(reading, policy)) views.push_back(view(reading, std::move(policy)));
  }
  return views;
}

}  // namespace wildclaims::workflow
