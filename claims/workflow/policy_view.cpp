#include "claims/workflow/policy_view.h"

#include <utility>

#include "claims/ledger/account.h"
#include "claims/store/journal.h"
#include "claims/workflow/rulebook_choice.h"

namespace wildclaims::workflow {
namespace {

using ledger::AccountKind;

bool is_visible(const Reading& reading, const store::PolicyRow& policy) {
  const domain::Programme* programme = reading.office.find_programme(policy.programme);
  return programme != nullptr && reading.actor.works_in(programme->county_code);
}

PolicyView view(const Reading& reading, store::PolicyRow policy) {
  const auto rulebook = pinned_rulebook(reading, policy.rulebook_id);
  const ledger::Balances balances = store::balances_of(reading.db, policy.id);
  PolicyView result;
  result.title = rulebook->title();
  result.status = rulebook->status();
  result.rulebook = {policy.rulebook_id, rulebook->id(), rulebook->version(), rulebook->sha256(), rulebook->text()};
  result.granted = -balances.of(ledger::limit_granted());
  result.available = balances.of(ledger::limit_available());
  result.committed = balances.of(ledger::limit_committed());
  result.paid = balances.of(ledger::limit_paid());
  result.reserve_outstanding = -balances.total(AccountKind::reserve_outstanding);
  result.residual = -balances.total(AccountKind::residual_owed);
  for (const rules::FundingPart& called : rulebook->fund_premium(policy.premium)) {
    PolicyView::Funder funder;
    funder.code = called.funder;
    funder.label = rulebook->funder(called.funder)->label;
    funder.premium_called = called.amount;
    funder.premium_receivable = balances.of(ledger::premium_receivable(called.funder));
    funder.premium_received = called.amount - funder.premium_receivable;
    funder.incurred = balances.of(ledger::incurred(called.funder));
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
