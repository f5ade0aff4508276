#include "claims/workflow/receive_premium.h"

#include <utility>

#include "claims/ledger/account.h"
#include "claims/ledger/recipes.h"
#include "claims/store/journal.h"
#include "claims/workflow/policy_file.h"

namespace wildclaims::workflow {

using domain::RefusalCode;

domain::Outcome<std::int64_t> receive_premium(Work& work, const ReceivePremium& command) {
  auto opened = open_policy_file(work.reading(), command.policy, domain::Role::cashier);
  if (!opened) return std::move(opened).failure<std::int64_t>();
  const PolicyFile& file = opened.value();
  rules::Faults faults;
  if (command.amount <= rules::Money()) {
    faults.push_back({"/amount", "amount_not_positive", {"金额须大于零", "the amount must be above zero"}});
  }
  auto day = effective_day(work, file, command.effective, std::move(faults));
  if (!day) return std::move(day).failure<std::int64_t>();
  if (file.rulebook->funder(command.funder) == nullptr) {
    return domain::refuse(RefusalCode::funder_unknown, file.policy.id);
  }
  const rules::Money receivable =
      store::balance_of(work.db, file.policy.id, ledger::premium_receivable(command.funder));
  if (command.amount > receivable) {
    return domain::refuse(
        RefusalCode::premium_over_received, file.policy.id,
        {"该出资方尚欠保费 " + receivable.to_grouped_string() + " 元，不能登记更多",
         "this funder still owes " + receivable.to_grouped_string() + " yuan of premium; no more can be recorded"});
  }
  const auto recorded =
      post(work, file.policy.id, ledger::premium_received({day.value(), command.funder, command.amount}));
  record_happening(work, file, "premium_received");
  return recorded.sequence;
}

}  // namespace wildclaims::workflow
