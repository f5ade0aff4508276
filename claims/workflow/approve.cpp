#include "claims/workflow/approve.h"

#include <memory>
#include <utility>
#include <vector>

#include "claims/domain/contract_violation.h"
#include "claims/domain/public_notice.h"
#include "claims/ledger/account.h"
#include "claims/ledger/recipes.h"
#include "claims/store/approvals.h"
#include "claims/store/determinations.h"
#include "claims/store/journal.h"
#include "claims/store/settlements.h"
#include "claims/workflow/entitled.h"
#include "claims/workflow/exhaustion_now.h"
#include "claims/workflow/grant.h"
#include "claims/workflow/lower.h"
#include "claims/workflow/pend.h"
#include "claims/workflow/record.h"
#include "claims/workflow/take_back.h"
#include "rules/year_rule.h"

namespace wildclaims::workflow {
namespace {

using domain::Happening;
using domain::RefusalCode;
using domain::Refusals;
using rules::Money;

// One claim as it stands before the approver.
struct Candidate {
  store::ClaimRow* claim = nullptr;
  store::DeterminationRow determination;
  std::vector<store::ApprovalRow> approvals;  // of all its determinations
  bool first_given = false;                   // another approver has approved this determination already

  // What is approved of it so far, owed, paid, left unpaid of the limit, or pending until the year is settled.
  Money standing() const {
    return store::standing_approved(approvals) + store::standing_residual(approvals) +
           store::standing_pending(approvals);
  }
  // Its determination gives more: what it gives less needs no second approver.
  bool adds() const { return determination.entitlement > standing(); }
};

void check_notice(const Work& work, const CaseFile& file, const Candidate& candidate, Refusals& refusals) {
  const auto notices = store::notices_of(work.db, candidate.claim->id);
  if (notices.empty() || notices.back().determination_id != candidate.determination.id) {
    refusals.push_back(domain::refuse(RefusalCode::notice_missing, candidate.claim->number));
    return;
  }
  const domain::PublicNotice notice{notices.back().posted_on, notices.back().days};
  if (!domain::has_lapsed(notice, business_date(work, *file.programme))) {
    const std::string from = domain::approvable_from(notice).to_string();
    refusals.push_back(domain::refuse(
        RefusalCode::notice_not_lapsed, candidate.claim->number,
        {"公示期未满，" + from + " 起方可批准", "the public notice has not lapsed; it may be approved from " + from}));
  }
}

void check_separation(const Work& work, Candidate& candidate, Refusals& refusals) {
  const domain::Hands hands = hands_on(work.db, candidate.claim->id);
  candidate.first_given = hands.waiting_approver.has_value();
  if (const auto code = domain::refuse_approver(hands, work.actor.id)) {
    refusals.push_back(domain::refuse(*code, candidate.claim->number));
  }
}

void check_seen(const Approve& command, const CaseFile& file, const std::vector<Candidate>& candidates, Money total,
                Refusals& refusals) {
  if (command.target.kind == Target::Kind::claim && command.determination != candidates.front().determination.id) {
    refusals.push_back(domain::refuse(RefusalCode::determination_not_current, file.subject));
  } else if (command.amount != total) {
    const std::string now = total.to_grouped_string();
    refusals.push_back(domain::refuse(
        RefusalCode::amount_not_as_seen, file.subject,
        {"您批准的金额与核赔结论的 " + now + " 元不符，请重新核对",
         "the amount you approve is not the " + now + " yuan that is determined; look again before approving"}));
  }
}

domain::Refused limit_short(const Candidate& candidate, Money payable) {
  const std::string left = payable.to_grouped_string();
  return domain::refuse(RefusalCode::limit_short, candidate.claim->number,
                        {"可批准的只有 " + left + " 元；如按余额批准，请以 if_short: truncate 再次提交",
                         "only " + left +
                             " yuan can be approved; to approve what is left send it again with "
                             "if_short: truncate"});
}

void approve_first(Work& work, const CaseFile& file, const Candidate& candidate) {
  const Entitled entitled = entitled_now(work, file, *candidate.claim, candidate.determination);
  store::ApprovalRow row = approval_row(work, candidate.determination, entitled.evaluation.value());
  // The household's limit may be used up by now; the second approver meets that with the money.
  if (row.entitlement.is_zero()) row.entitlement = candidate.determination.entitlement;
  row.final = false;
  store::insert_approval(work.db, row);
  record_move(work, file, *candidate.claim, Happening::approve_first);
}

bool is_owed_something(Work& work, const store::ClaimRow& claim) {
  return !store::balance_of(work.db, claim.policy_id, ledger::payable(claim.number)).is_zero();
}

// Where the claim goes once its new answer is settled and nothing new was approved.
Happening settled(Work& work, const Candidate& candidate) {
  if (is_owed_something(work, *candidate.claim)) return Happening::uphold_unpaid;
  if (!store::standing_approved(store::approvals_of(work.db, candidate.claim->id)).is_zero()) return Happening::uphold;
  return candidate.determination.denied ? Happening::uphold_denial : Happening::uphold_nothing;
}

// The limit does not reach for all of it, or others wait already: it waits behind them.
void approve_held(Work& work, const CaseFile& file, const Candidate& candidate, const Entitled& entitled, Money more) {
  store::ApprovalRow row = approval_row(work, candidate.determination, entitled.evaluation.value());
  row.final = false;
  row.waits = store::Wait::funds;
  row.entitlement = more;
  store::insert_approval(work.db, row);
  record_move(work, file, *candidate.claim, Happening::hold);
}

// The year is settled at its end: until then the answer is pending, in place of an earlier one.
std::optional<domain::Refused> approve_pending(Work& work, const CaseFile& file, const Candidate& candidate,
                                               const Entitled& entitled, bool truncate_if_short) {
  store::ClaimRow& claim = *candidate.claim;
  if (entitled.entitlement < candidate.determination.entitlement && !truncate_if_short) {
    return limit_short(candidate, entitled.entitlement);
  }
  if (const store::ApprovalRow* earlier = store::pending_among(candidate.approvals)) {
    const std::string number = std::to_string(candidate.determination.id);
    take_back(work, file, claim, *earlier, "由核赔结论 " + number + " 取代 / replaced by determination " + number);
  }
  if (entitled.entitlement.is_zero()) {
    set_reserve(work, file, claim, Money());
    record_move(work, file, claim, settled(work, candidate));
    return std::nullopt;
  }
  pend(work, file, claim, candidate.determination, entitled);
  record_move(work, file, claim, Happening::approve);
  return std::nullopt;
}

// The new answer adds `more` to what stands.
std::optional<domain::Refused> approve_more(Work& work, const CaseFile& file, const Candidate& candidate,
                                            const Entitled& entitled, Money more, bool truncate_if_short) {
  store::ClaimRow& claim = *candidate.claim;
  const Money available = store::balance_of(work.db, claim.policy_id, ledger::limit_available());
  const bool may_wait = exhaustion_now(work.reading(), claim.policy_id) == rules::Exhaustion::hold;
  const Money fitting = may_wait ? more : ledger::fit_into_limit(more, available).approved;
  if (fitting < candidate.determination.entitlement - candidate.standing() && !truncate_if_short) {
    return limit_short(candidate, fitting);
  }
  if (may_wait && (more > available || store::held_queue(work.db, claim.policy_id))) {
    approve_held(work, file, candidate, entitled, more);
    return std::nullopt;
  }
  Grant terms;
  terms.amount = more;
  terms.adjusts = latest_standing(candidate.approvals);
  const Money approved = grant(work, file, claim, candidate.determination, entitled, terms);
  const bool adds = !approved.is_zero();
  record_move(work, file, claim,
              adds                             ? Happening::approve
              : candidate.standing().is_zero() ? Happening::approve_residual_only
                                               : settled(work, candidate));
  return std::nullopt;
}

std::optional<domain::Refused> approve_finally(Work& work, const CaseFile& file, const Candidate& candidate,
                                               bool truncate_if_short) {
  const Entitled entitled = entitled_now(work, file, *candidate.claim, candidate.determination);
  const Money standing = candidate.standing();
  if ((entitled.entitlement.is_zero() && standing.is_zero()) ||
      entitled.entitlement > candidate.determination.entitlement) {
    return domain::refuse(RefusalCode::determination_not_current, candidate.claim->number,
                          {"核赔之后该户已批准的金额有变，请退回重新核赔",
                           "what is approved to this household has changed since; send the claim back"});
  }
  if (rules::is_settled_at_year_end(exhaustion_now(work.reading(), candidate.claim->policy_id))) {
    return approve_pending(work, file, candidate, entitled, truncate_if_short);
  }
  if (entitled.entitlement > standing) {
    return approve_more(work, file, candidate, entitled, entitled.entitlement - standing, truncate_if_short);
  }
  if (entitled.entitlement < standing) {
    lower(work, file, *candidate.claim, candidate.determination, entitled, candidate.approvals,
          standing - entitled.entitlement);
  }
  set_reserve(work, file, *candidate.claim, Money());
  record_move(work, file, *candidate.claim, settled(work, candidate));
  return std::nullopt;
}

}  // namespace

domain::Outcome<Acted> approve(Work& work, const Approve& command) {
  if (!command.target.version) throw domain::ContractViolation("approve without the version that was seen");
  auto opened = open_for(work.reading(), command.target, Happening::approve);
  if (!opened) return std::move(opened).failure<Acted>();
  CaseFile& file = opened.value();
  if (command.target.kind == Target::Kind::claim && !command.determination) {
    return rules::Fault{"/determination",
                        "determination_missing",
                        {"请写明所核对的核赔结论编号", "name the determination that you looked at"}};
  }

  Refusals refusals;
  std::vector<Candidate> candidates;
  Money total;
  bool all_first_given = true;
  for (store::ClaimRow& claim : file.claims) {
    Candidate candidate{&claim, store::latest_determination(work.db, claim.id).value(),
                        store::approvals_of(work.db, claim.id), false};
    if (store::held_of(work.db, claim.id)) {
      refusals.push_back(domain::refuse(RefusalCode::approval_waits, claim.number));
    }
    check_notice(work, file, candidate, refusals);
    check_separation(work, candidate, refusals);
    total += candidate.determination.entitlement;
    all_first_given = all_first_given && (candidate.first_given || !candidate.adds());
    candidates.push_back(std::move(candidate));
  }
  check_seen(command, file, candidates, total, refusals);
  if (!refusals.empty()) return refusals;

  const bool needs_second = domain::needs_second_approver(total, file.programme->second_approval_above);
  for (const Candidate& candidate : candidates) {
    if (needs_second && !all_first_given) {
      if (!candidate.first_given && candidate.adds()) approve_first(work, file, candidate);
    } else if (auto refused = approve_finally(work, file, candidate, command.truncate_if_short)) {
      refusals.push_back(std::move(*refused));
    }
  }
  if (!refusals.empty()) return refusals;
  record_report_touched(work, file);
  return acted(file);
}

}  // namespace wildclaims::workflow
