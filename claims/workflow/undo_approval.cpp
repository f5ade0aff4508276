#include "claims/workflow/undo_approval.h"

#include <algorithm>
#include <utility>

#include "claims/domain/text_limits.h"
#include "claims/store/approvals.h"
#include "claims/store/payments.h"
#include "claims/workflow/record.h"
#include "claims/workflow/take_back.h"

namespace wildclaims::workflow {
namespace {

using domain::RefusalCode;

// The last approval that stands or is pending, when it stands alone: nothing of it is out, and nothing adjusts or
// lowered it.
const store::ApprovalRow* undoable(store::Connection& db, std::int64_t claim_id,
                                   const std::vector<store::ApprovalRow>& approvals) {
  const store::ApprovalRow* last = nullptr;
  for (const store::ApprovalRow& each : approvals) {
    if (each.stands() || each.is_pending()) last = &each;
  }
  if (last == nullptr || last->restores || !last->reductions.empty()) return nullptr;
  const auto payments = store::payments_of(db, claim_id);
  const bool out = std::any_of(payments.begin(), payments.end(), [&](const store::PaymentRow& payment) {
    return payment.approval_id == last->id && !payment.is_returned();
  });
  return out ? nullptr : last;
}

}  // namespace

domain::Outcome<Acted> undo_approval(Work& work, const UndoApproval& command) {
  auto opened = open_for(work.reading(), command.target, domain::Happening::undo_approval);
  if (!opened) return std::move(opened).failure<Acted>();
  CaseFile& file = opened.value();
  rules::Faults faults;
  if (!domain::check_text(command.reason, domain::kReasonText, "/reason", faults)) return faults;
  domain::Refusals refusals;
  for (store::ClaimRow& claim : file.claims) {
    const auto approvals = store::approvals_of(work.db, claim.id);
    domain::Hands hands = hands_on(work.db, claim.id);
    hands.waiting_approver.reset();  // whoever approved may take it back
    if (const auto code = domain::refuse_approver(hands, work.actor.id)) {
      refusals.push_back(domain::refuse(*code, claim.number));
      continue;
    }
    const store::ApprovalRow* approval = undoable(work.db, claim.id, approvals);
    if (approval == nullptr) {
      refusals.push_back(domain::refuse(RefusalCode::nothing_to_undo, claim.number));
      continue;
    }
    take_back(work, file, claim, *approval, command.reason);
    record_move(work, file, claim, domain::Happening::undo_approval, {command.reason, "{}"});
  }
  if (!refusals.empty()) return refusals;
  record_report_touched(work, file);
  return acted(file);
}

}  // namespace wildclaims::workflow
