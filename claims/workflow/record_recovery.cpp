#include "claims/workflow/record_recovery.h"

#include <algorithm>
#include <utility>

#include "claims/domain/text_limits.h"
#include "claims/ledger/account.h"
#include "claims/ledger/recipes.h"
#include "claims/store/approvals.h"
#include "claims/store/journal.h"
#include "claims/store/recoveries.h"
#include "claims/workflow/record.h"
#include "claims/workflow/rulebook_choice.h"

namespace wildclaims::workflow {
namespace {

using domain::RefusalCode;
using rules::Money;

// The sub-limits of the claim's latest approval of which something is to be paid back. One of which only a residual was
// lowered moved no limit.
ledger::Scopes lowered_scopes(store::Connection& db, const store::ClaimRow& claim) {
  ledger::Scopes scopes;
  for (const store::ApprovalRow& approval : store::approvals_of(db, claim.id)) {
    const bool recoverable =
        std::any_of(approval.reductions.begin(), approval.reductions.end(),
                    [](const store::ReductionRow& reduction) { return !reduction.recoverable.is_zero(); });
    if (recoverable) scopes = store::sub_limits_of(db, claim.policy_id, approval.sequence.value());
  }
  return scopes;
}

}  // namespace

domain::Outcome<Acted> record_recovery(Work& work, const RecordRecovery& command) {
  auto opened = open_for(work.reading(), command.target, domain::Happening::record_recovery);
  if (!opened) return std::move(opened).failure<Acted>();
  CaseFile& file = opened.value();
  rules::Faults faults;
  if (command.amount <= Money()) {
    faults.push_back({"/amount", "amount_not_positive", {"金额须大于零", "the amount must be above zero"}});
  }
  domain::check_text(command.bank_reference, domain::kBankReferenceText, "/bank_reference", faults);
  if (!faults.empty()) return faults;
  store::ClaimRow& claim = file.claims.front();
  if (const auto code = domain::refuse_cashier(hands_on(work.db, claim.id), work.actor.id)) {
    return domain::refuse(*code, claim.number);
  }
  const Money owed = store::balance_of(work.db, claim.policy_id, ledger::recovery_receivable(claim.number));
  if (command.amount > owed) {
    return domain::refuse(RefusalCode::recovery_over_received, claim.number,
                          {"该赔案尚应收回 " + owed.to_grouped_string() + " 元，不能登记更多",
                           owed.to_grouped_string() + " yuan is still to be paid back; no more can be recorded"});
  }
  const auto rulebook = pin_of(work.reading(), claim);
  const bool restored = rulebook->policy_terms().when_freed == rules::WhenFreed::restore_residuals;
  const auto recorded =
      post(work, claim.policy_id,
           ledger::recovery_received({business_date(work, *file.programme), claim.number, command.amount,
                                      restored ? ledger::FreedLimit::restored : ledger::FreedLimit::not_restored,
                                      restored ? lowered_scopes(work.db, claim) : ledger::Scopes{}}));
  store::insert_recovery(work.db, {0, claim.id, command.amount, restored, command.bank_reference, recorded.sequence,
                                   work.actor.id.value, work.now});
  record_move(work, file, claim, domain::Happening::record_recovery);
  record_report_touched(work, file);
  return acted(file);
}

}  // namespace wildclaims::workflow
