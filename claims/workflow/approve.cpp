#include "claims/workflow/approve.h"

#include <memory>
#include <utility>
#include <vector>

#include "claims/domain/contract_violation.h"
#include "claims/domain/public_notice.h"
#include "claims/ledger/account.h"
#include "claims/ledger/recipes.h"
#include "claims/store/determinations.h"
#include "claims/store/journal.h"
#include "claims/workflow/evaluation.h"
#include "claims/workflow/record.h"
#include "claims/workflow/rulebook_choice.h"

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
  bool first_given = false;  // another approver has approved this determination already
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

// What may be approved now under the pinned rulebook and the running totals of this moment.
struct Entitled {
  std::shared_ptr<const rules::Rulebook> rulebook;
  Evaluation evaluation;
};

Entitled entitled_now(Work& work, const CaseFile& file, const Candidate& candidate) {
  auto rulebook = pinned_rulebook(work.reading(), candidate.determination.rulebook_id);
  rules::FactSheet sheet = read_receipt(candidate.determination.receipt).value();
  sheet.running = running_totals(work.db, file, *candidate.claim, *rulebook);
  auto evaluation = evaluate(*rulebook, sheet);
  return {std::move(rulebook), std::move(evaluation.value())};
}

domain::Refused limit_short(const Candidate& candidate, Money payable) {
  const std::string left = payable.to_grouped_string();
  return domain::refuse(RefusalCode::limit_short, candidate.claim->number,
                        {"可批准的只有 " + left + " 元；如按余额批准，请以 if_short: truncate 再次提交",
                         "only " + left +
                             " yuan can be approved; to approve what is left send it again with "
                             "if_short: truncate"});
}

store::ApprovalRow approval_row(const Work& work, const Candidate& candidate, const Evaluation& evaluation) {
  store::ApprovalRow row;
  row.claim_id = candidate.claim->id;
  row.determination_id = candidate.determination.id;
  row.entitlement = evaluation.determination.entitlement;
  row.receipt = evaluation.receipt;
  row.receipt_sha256 = evaluation.receipt_sha256;
  row.approved_by = work.actor.id.value;
  row.recorded_at = work.now;
  return row;
}

void approve_first(Work& work, const CaseFile& file, const Candidate& candidate) {
  const Entitled entitled = entitled_now(work, file, candidate);
  store::ApprovalRow row = approval_row(work, candidate, entitled.evaluation);
  // The household's limit may be used up by now; the second approver meets that with the money.
  if (row.entitlement.is_zero()) row.entitlement = candidate.determination.entitlement;
  row.final = false;
  store::insert_approval(work.db, row);
  record_move(work, file, *candidate.claim, Happening::approve_first);
}

std::optional<domain::Refused> approve_finally(Work& work, const CaseFile& file, const Candidate& candidate,
                                               bool truncate_if_short) {
  const Entitled entitled = entitled_now(work, file, candidate);
  const Money entitlement = entitled.evaluation.determination.entitlement;
  if (entitlement.is_zero() || entitlement > candidate.determination.entitlement) {
    return domain::refuse(RefusalCode::determination_not_current, candidate.claim->number,
                          {"核赔之后该户本次事件的已批准金额有变，请退回重新核赔",
                           "what is approved to this household for the event has changed since; send the claim back"});
  }
  store::ClaimRow& claim = *candidate.claim;
  const Money available = store::balance_of(work.db, claim.policy_id, ledger::limit_available());
  const ledger::Fit fit = ledger::fit_into_limit(entitlement, available);
  if (fit.approved < candidate.determination.entitlement && !truncate_if_short) {
    return limit_short(candidate, fit.approved);
  }

  store::ApprovalRow row = approval_row(work, candidate, entitled.evaluation);
  row.approved = fit.approved;
  row.residual = fit.residual;
  row.funding = rules::fund(*entitled.rulebook, entitled.evaluation.determination, fit.approved).value();
  ledger::FunderParts parts;
  for (const rules::FundingPart& part : row.funding) parts.push_back({part.funder, part.amount});
  const auto recorded =
      post(work, claim.policy_id,
           ledger::indemnity_approved({business_date(work, *file.programme), claim.number, candidate.determination.id,
                                       row.receipt_sha256, entitlement, available, std::move(parts),
                                       entitled.rulebook->policy_terms().residual_to, reserve_of(work.db, claim)}));
  row.sequence = recorded.sequence;
  store::insert_approval(work.db, row);
  record_move(work, file, claim, fit.approved.is_zero() ? Happening::approve_residual_only : Happening::approve);
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
    Candidate candidate{&claim, store::latest_determination(work.db, claim.id).value(), false};
    check_notice(work, file, candidate, refusals);
    check_separation(work, candidate, refusals);
    total += candidate.determination.entitlement;
    all_first_given = all_first_given && candidate.first_given;
    candidates.push_back(std::move(candidate));
  }
  check_seen(command, file, candidates, total, refusals);
  if (!refusals.empty()) return refusals;

  const bool needs_second = domain::needs_second_approver(total, file.programme->second_approval_above);
  for (const Candidate& candidate : candidates) {
    if (needs_second && !all_first_given) {
      if (!candidate.first_given) approve_first(work, file, candidate);
    } else if (auto refused = approve_finally(work, file, candidate, command.truncate_if_short)) {
      refusals.push_back(std::move(*refused));
    }
  }
  if (!refusals.empty()) return refusals;
  record_report_touched(work, file);
  return acted(file);
}

}  // namespace wildclaims::workflow
