#include "claims/workflow/verify_books.h"

#include <algorithm>
#include <utility>

#include "claims/ledger/book_check.h"
#include "claims/store/approvals.h"
#include "claims/store/claims.h"
#include "claims/store/determinations.h"
#include "claims/store/journal.h"
#include "claims/store/payments.h"
#include "claims/store/policies.h"
#include "claims/workflow/case_file.h"

namespace wildclaims::workflow {
namespace {

constexpr std::int64_t kProgressEvery = 1'000;

void add_approvals(store::Connection& db, const store::ClaimRow& claim, ledger::BookFacts& facts) {
  const auto determinations = store::determinations_of(db, claim.id);
  const auto entitlement_of = [&](std::int64_t id) {
    const auto found = std::find_if(determinations.begin(), determinations.end(),
                                    [&](const store::DeterminationRow& each) { return each.id == id; });
    return found == determinations.end() ? rules::Money() : found->entitlement;
  };
  std::int64_t current = 0;
  std::vector<domain::UserId> approvers;  // of the determination at hand, first approval before final
  for (const store::ApprovalRow& approval : store::approvals_of(db, claim.id)) {
    if (!approvers.empty() && approval.determination_id != current) approvers.clear();
    current = approval.determination_id;
    approvers.push_back({approval.approved_by});
    if (!approval.final) continue;
    ledger::ApprovalFact fact;
    fact.claim = claim.number;
    fact.determination = approval.determination_id;
    fact.sequence = approval.sequence.value_or(0);
    fact.determined = entitlement_of(approval.determination_id);
    fact.entitlement = approval.entitlement;
    fact.approved = approval.approved;
    fact.residual = approval.residual;
    ledger::FunderParts parts;
    for (const rules::FundingPart& part : approval.funding) parts.push_back({part.funder, part.amount});
    fact.parts = std::move(parts);
    fact.approvers = approvers;
    fact.restores = approval.restores;
    if (approval.undone) fact.undone = approval.undone->sequence;
    facts.approvals.push_back(std::move(fact));
    for (const store::ReductionRow& reduction : approval.reductions) {
      facts.reductions.push_back({claim.number, reduction.determination_id, reduction.sequence,
                                  entitlement_of(reduction.determination_id),
                                  reduction.residual + reduction.unpaid + reduction.recoverable});
    }
    // One who takes part in the final approval of a round takes part in no other approval of it.
    approvers.clear();
  }
}

ledger::BookFacts facts_of(store::Connection& db, const store::PolicyRow& policy) {
  ledger::BookFacts facts;
  store::for_each_claim(db, policy.id, [&](const store::ClaimRow& claim) {
    const domain::Hands hands = hands_on(db, claim.id);
    facts.claims.push_back({claim.number, claim.state, hands.determiners, hands.approvers, hands.cashiers});
    add_approvals(db, claim, facts);
    for (const store::PaymentRow& payment : store::payments_of(db, claim.id)) {
      facts.payments.push_back({claim.number, payment.sequence, payment.amount});
    }
  });
  return facts;
}

}  // namespace

VerifyReport verify_books(store::Connection& db,
                          const std::function<void(const std::string& book, std::int64_t entries)>& progress) {
  VerifyReport report;
  for (const store::PolicyRow& policy : store::all_policies(db)) {
    ledger::BookCheck check(policy.id);
    store::for_each_entry(db, policy.id, [&](const ledger::RecordedEntry& entry) {
      check.see(entry);
      if (check.entries() % kProgressEvery == 0) progress(policy.id, check.entries());
    });
    const ledger::ChainHead head = store::book_head(db, policy.id);
    for (const ledger::Violation& violation :
         check.finish(store::balances_of(db, policy.id), facts_of(db, policy), head)) {
      report.findings.push_back(
          {std::string(ledger::code_of(violation.invariant)), violation.subject, violation.sentence});
    }
    report.books.push_back({policy.id, check.entries(), head});
  }
  for (const store::SqlViolation& violation : store::sql_violations(db)) {
    const std::string place = violation.book + "#" + std::to_string(violation.place);
    report.findings.push_back({violation.invariant, place, {"SQL：" + violation.found, "SQL: " + violation.found}});
  }
  return report;
}

}  // namespace wildclaims::workflow
