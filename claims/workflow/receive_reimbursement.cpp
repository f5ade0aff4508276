#include "claims/workflow/receive_reimbursement.h"

#include <utility>

#include "claims/ledger/account.h"
#include "claims/ledger/recipes.h"
#include "claims/store/journal.h"
#include "claims/workflow/policy_file.h"

namespace wildclaims::workflow {

using domain::RefusalCode;

domain::Outcome<std::int64_t> receive_reimbursement(Work& work, const ReceiveReimbursement& command) {
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
      store::balance_of(work.db, file.policy.id, ledger::reimbursement_receivable(command.funder));
  if (command.amount > receivable) {
    return domain::refuse(RefusalCode::reimbursement_over_received, file.policy.id,
                          {"该出资方尚欠奖补资金 " + receivable.to_grouped_string() + " 元，不能登记更多",
                           "this funder still owes " + receivable.to_grouped_string() +
                               " yuan of the prepaid premium; no more can be recorded"});
  }
  const auto recorded =
      post(work, file.policy.id,
           ledger::reimbursement_received({day.value(), command.funder, file.policy.prepaid_by, command.amount}));
  record_happening(work, file, "reimbursement_received");
  return recorded.sequence;
}

}  // namespace wildclaims::workflow
