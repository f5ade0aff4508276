#include "claims/workflow/release_held.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "claims/ledger/account.h"
#include "claims/store/approvals.h"
#include "claims/store/claims.h"
#include "claims/store/damage_reports.h"
#include "claims/store/determinations.h"
#include "claims/store/journal.h"
#include "claims/store/settlements.h"
#include "claims/workflow/entitled.h"
#include "claims/workflow/grant.h"
#include "claims/workflow/policy_file.h"

namespace wildclaims::workflow {
namespace {

using domain::RefusalCode;
using rules::Money;

domain::Refused too_short(const PolicyFile& file, Money needed, Money available) {
  const std::string asks = needed.to_grouped_string();
  const std::string left = available.to_grouped_string();
  return domain::refuse(RefusalCode::nothing_to_release, file.policy.id,
                        {"排在最前的赔案需要 " + asks + " 元，可用限额为 " + left + " 元",
                         "the first that waits needs " + asks + " yuan; available are " + left + " yuan"});
}

// One claim that waits, carried out; the amount, or why it is not.
domain::Outcome<Money> release(Work& work, const PolicyFile& file, const store::WaitingPlace& place,
                               ReleasedHeld& released) {
  store::ClaimRow claim = store::find_claim(work.db, place.claim_id).value();
  domain::Hands hands = hands_on(work.db, claim.id);
  hands.waiting_approver.reset();  // it has had all its approvals
  if (const auto code = domain::refuse_approver(hands, work.actor.id)) return domain::refuse(*code, claim.number);
  CaseFile one;
  one.programme = file.programme;
  one.report = store::find_report(work.db, claim.report_id).value();
  const auto approvals = store::approvals_of(work.db, claim.id);
  const auto held = std::find_if(approvals.begin(), approvals.end(),
                                 [&](const store::ApprovalRow& each) { return each.id == place.approval_id; });
  const auto determination = store::latest_determination(work.db, claim.id).value();
  const Entitled entitled = entitled_now(work, one, claim, determination);
  const Money standing = store::standing_approved(approvals) + store::standing_residual(approvals);
  if (entitled.entitlement <= standing || entitled.entitlement > determination.entitlement) {
    return domain::refuse(RefusalCode::determination_not_current, claim.number,
                          {"核赔之后该户已批准的金额有变，请退回重新核赔",
                           "what is approved to this household has changed since; send the claim back"});
  }
  const Money amount = entitled.entitlement - standing;
  const Money available = store::balance_of(work.db, claim.policy_id, ledger::limit_available());
  if (amount > available) return too_short(file, amount, available);

  Grant terms;
  terms.amount = amount;
  terms.adjusts = latest_standing(approvals);
  terms.waited = &*held;
  grant(work, one, claim, determination, entitled, terms);
  record_move(work, one, claim, domain::Happening::approve);
  record_report_touched(work, one);
  released.claims.push_back({claim.number, amount});
  released.total += amount;
  return amount;
}

bool ends_the_queue(const domain::Refusals& refusals) {
  const RefusalCode code = refusals.front().code;
  return code == RefusalCode::nothing_to_release || code == RefusalCode::determination_not_current;
}

}  // namespace

domain::Outcome<ReleasedHeld> release_held(Work& work, const ReleaseHeld& command) {
  auto opened = open_policy_file(work.reading(), command.policy, domain::Role::approver);
  if (!opened) return std::move(opened).failure<ReleasedHeld>();
  const PolicyFile& file = opened.value();
  ReleasedHeld released;
  for (const store::WaitingPlace& place : store::held_in(work.db, file.policy.id, kMostReleased)) {
    auto done = release(work, file, place, released);
    if (done.ok()) continue;
    if (released.claims.empty() || !ends_the_queue(done.refusals())) return std::move(done).failure<ReleasedHeld>();
    break;
  }
  if (released.claims.empty()) return domain::refuse(RefusalCode::nothing_to_release, file.policy.id);
  if (const auto queue = store::held_queue(work.db, file.policy.id)) released.waiting = queue->claims;
  record_happening(work, file, "held_approvals_released");
  return released;
}

}  // namespace wildclaims::workflow
