#include "claims/workflow/policy_view.h"

#include <utility>

#include "claims/ledger/account.h"
#include "claims/store/journal.h"
#include "claims/workflow/rulebook_choice.h"

namespace wildclaims::workflow {
namespace {

bool is_visible(const Reading& reading, const store::PolicyRow& policy) {
  const domain::Programme* programme = reading.office.find_programme(policy.programme);
  return programme != nullptr && reading.actor.works_in(programme->county_code);
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
  for (const rules::FundingPart& called : rulebook->fund_premium(policy.premium)) {
    PolicyView::Funder funder;
    funder.code = called.funder;
    funder.label = rulebook->funder(called.funder)->label;
    funder.premium_called = called.amount;
    funder.premium_receivable = balance(ledger::premium_receivable(called.funder));
    funder.premium_received = called.amount - funder.premium_receivable;
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
