#include "claims/workflow/receive_premium.h"

#include "claims/ledger/account.h"
#include "claims/ledger/recipes.h"
#include "claims/store/happenings.h"
#include "claims/store/journal.h"
#include "claims/store/policies.h"
#include "claims/workflow/record.h"
#include "claims/workflow/rulebook_choice.h"

namespace wildclaims::workflow {

using domain::RefusalCode;

domain::Outcome<std::int64_t> receive_premium(Work& work, const ReceivePremium& command) {
  if (!work.actor.roles.has(domain::Role::cashier)) return domain::refuse(RefusalCode::role_not_allowed);
  if (command.amount <= rules::Money()) {
    return rules::Fault{"/amount", "amount_not_positive", {"金额须大于零", "the amount must be above zero"}};
  }
  const auto policy = store::find_policy(work.db, command.policy);
  const domain::Programme* programme = policy ? work.office.find_programme(policy->programme) : nullptr;
  if (programme == nullptr || !work.actor.works_in(programme->county_code)) {
    return domain::refuse(RefusalCode::policy_unknown);
  }
  const auto rulebook = pinned_rulebook(work.reading(), policy->rulebook_id);
  if (rulebook->funder(command.funder) == nullptr) {
    return domain::refuse(RefusalCode::funder_unknown, policy->id);
  }
  const rules::Money receivable = store::balance_of(work.db, policy->id, ledger::premium_receivable(command.funder));
  if (command.amount > receivable) {
    return domain::refuse(
        RefusalCode::premium_over_received, policy->id,
        {"该出资方尚欠保费 " + receivable.to_grouped_string() + " 元，不能登记更多",
         "this funder still owes " + receivable.to_grouped_string() + " yuan of premium; no more can be recorded"});
  }
  const rules::Date today = business_date(work, *programme);
  const auto recorded = post(work, policy->id, ledger::premium_received({today, command.funder, command.amount}));

  store::HappeningRow happening;
  happening.command = work.command;
  happening.kind = "premium_received";
  happening.programme = policy->programme;
  happening.policy_id = policy->id;
  happening.user_id = work.actor.id.value;
  happening.recorded_at = work.now;
  happening.business_date = today;
  store::insert_happening(work.db, happening);
  return recorded.sequence;
}

}  // namespace wildclaims::workflow
