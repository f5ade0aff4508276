#include "claims/workflow/settle_year.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "claims/domain/contract_violation.h"
#include "claims/domain/text_limits.h"
#include "claims/ledger/account.h"
#include "claims/ledger/recipes.h"
#include "claims/store/approvals.h"
#include "claims/store/claims.h"
#include "claims/store/damage_reports.h"
#include "claims/store/determinations.h"
#include "claims/store/journal.h"
#include "claims/store/scopes.h"
#include "claims/store/settlements.h"
#include "claims/workflow/entitled.h"
#include "claims/workflow/grant.h"
#include "claims/workflow/policy_file.h"
#include "claims/workflow/rulebook_choice.h"
#include "rules/year_rule.h"

namespace wildclaims::workflow {
namespace {

using domain::RefusalCode;
using domain::Refusals;
using rules::Money;
using store::WaitingPlace;

// One approval whose entitlement is pending, with what it rests on.
struct Pending {
  store::ApprovalRow approval;
  store::DeterminationRow determination;
  Entitled entitled;  // as it was approved: nothing is computed with the running totals of now
};

Pending read_pending(Work& work, const WaitingPlace& place) {
  Pending pending;
  const auto approvals = store::approvals_of(work.db, place.claim_id);
  const store::ApprovalRow* row = store::pending_among(approvals);
  if (row == nullptr || row->id != place.approval_id)
    throw domain::ContractViolation("a pending approval is not there");
  pending.approval = *row;
  pending.determination = store::latest_determination(work.db, place.claim_id).value();
  Entitled& entitled = pending.entitled;
  entitled.rulebook = pinned_rulebook(work.reading(), pending.determination.rulebook_id);
  entitled.evaluation = evaluate(*entitled.rulebook, read_receipt(row->receipt).value()).value();
  entitled.evaluation->receipt = row->receipt;
  entitled.evaluation->receipt_sha256 = row->receipt_sha256;
  entitled.entitlement = row->entitlement;
  for (const std::string& name : row->scopes) entitled.scopes.push_back({{}, name, {}, {}, std::nullopt});
  return pending;
}

Refusals refuse_undecided(store::Connection& db, const std::string& policy) {
  Refusals refusals;
  for (const std::string& number : store::undecided_claims(db, policy, kMostNamed)) {
    refusals.push_back(domain::refuse(RefusalCode::claims_undecided, number));
  }
  return refusals;
}

Refusals refuse_settler(const Work& work, const std::vector<WaitingPlace>& places) {
  Refusals refusals;
  for (const WaitingPlace& place : places) {
    if (std::ssize(refusals) == kMostNamed) break;
    domain::Hands hands = hands_on(work.db, place.claim_id);
    hands.waiting_approver.reset();  // each has had all its approvals
    if (const auto code = domain::refuse_approver(hands, work.actor.id)) {
      refusals.push_back(domain::refuse(*code, store::find_claim(work.db, place.claim_id).value().number));
    }
  }
  return refusals;
}

std::vector<rules::YearShare> shares_of(Work& work, const rules::YearRule& rule, Money available,
                                        const std::vector<WaitingPlace>& places) {
  std::vector<rules::YearClaim> wanted;
  wanted.reserve(places.size());
  for (const WaitingPlace& place : places) {
    const Pending pending = read_pending(work, place);
    const rules::Determination& keys = pending.entitled.evaluation->determination;
    wanted.push_back({pending.approval.entitlement, keys.year_priority, keys.year_reserved, keys.year_exempt, 0});
  }
  return rules::settle_year(rule, available, wanted);
}

// One claim's share; what is given of it.
Money settle(Work& work, const PolicyFile& file, const WaitingPlace& place, const rules::YearShare& share,
             rules::Date effective) {
  const Pending pending = read_pending(work, place);
  store::ClaimRow claim = store::find_claim(work.db, place.claim_id).value();
  CaseFile one;
  one.programme = file.programme;
  one.report = store::find_report(work.db, claim.report_id).value();
  const store::ApprovalRow& waited = pending.approval;

  Grant terms;
  terms.amount = waited.entitlement;
  terms.at_most = share.approved;
  terms.waited = &waited;
  terms.settled_by_entry =
      post(work, claim.policy_id,
           ledger::entitlement_settled({effective, waited.sequence.value(), claim.number, waited.entitlement}))
          .sequence;
  terms.effective = effective;
  terms.residual_to = file.rulebook->policy_terms().residual_to;
  // The same amount counts in the same scopes, once more as that of the approval that it becomes.
  for (const std::string& scope : waited.scopes) {
    store::add_entitled(work.db, claim.policy_id, scope, -waited.entitlement);
  }
  const Money approved = grant(work, one, claim, pending.determination, pending.entitled, terms);
  record_move(work, one, claim, approved.is_zero() ? domain::Happening::settle_nothing : domain::Happening::settle);
  return approved;
}

std::optional<Refusals> stands_in_the_way(const Work& work, const PolicyFile& file) {
  const std::string& policy = file.policy.id;
  if (!rules::is_settled_at_year_end(file.rulebook->policy_terms().when_exhausted)) {
    return Refusals{domain::refuse(RefusalCode::not_settled_at_year_end, policy)};
  }
  if (store::find_settlement(work.db, policy)) return Refusals{domain::refuse(RefusalCode::year_settled, policy)};
  if (business_date(work, *file.programme) <= file.policy.to) {
    return Refusals{domain::refuse(RefusalCode::year_not_over, policy)};
  }
  Refusals undecided = refuse_undecided(work.db, policy);
  return undecided.empty() ? std::nullopt : std::optional(std::move(undecided));
}

}  // namespace

domain::Outcome<SettledYear> settle_year(Work& work, const SettleYear& command) {
  auto opened = open_policy_file(work.reading(), command.policy, domain::Role::approver);
  if (!opened) return std::move(opened).failure<SettledYear>();
  const PolicyFile& file = opened.value();
  rules::Faults faults;
  if (!domain::check_text(command.reason, domain::kReasonText, "/reason", faults)) return faults;
  if (auto refusals = stands_in_the_way(work, file)) return std::move(*refusals);
  auto day = effective_day(work, file, command.effective);
  if (!day) return std::move(day).failure<SettledYear>();
  const std::vector<WaitingPlace> places = store::pending_in(work.db, file.policy.id);
  if (places.size() > kMostSettled) return domain::refuse(RefusalCode::too_many_to_settle, file.policy.id);
  if (Refusals refusals = refuse_settler(work, places); !refusals.empty()) return refusals;

  SettledYear settled;
  settled.available = store::balance_of(work.db, file.policy.id, ledger::limit_available());
  const Money granted = -store::balance_of(work.db, file.policy.id, ledger::limit_granted());
  const auto shares =
      shares_of(work, rules::year_rule(file.rulebook->policy_terms(), granted), settled.available, places);
  store::insert_settlement(work.db, {file.policy.id, granted, settled.available, day.value(), command.reason,
                                     work.actor.id.value, work.now});
  std::set<std::int64_t> reports;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const Money approved = settle(work, file, places[i], shares[i], day.value());
    const Money unpaid = shares[i].unpaid + shares[i].carried;
    ++settled.claims;
    settled.wanted += approved + unpaid;
    settled.approved += approved;
    settled.unpaid += unpaid;
    reports.insert(store::find_claim(work.db, places[i].claim_id).value().report_id);
  }
  for (const std::int64_t report : reports) store::raise_report_version(work.db, report);
  record_happening(work, file, "year_settled", {command.reason, "{}"});
  return settled;
}

}  // namespace wildclaims::workflow
