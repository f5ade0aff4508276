#include "claims/workflow/record.h"

#include <utility>

#include "claims/domain/contract_violation.h"
#include "claims/ledger/account.h"
#include "claims/ledger/chain.h"
#include "claims/ledger/invariants.h"
#include "claims/ledger/recipes.h"
#include "claims/store/approvals.h"
#include "claims/store/happenings.h"
#include "claims/store/journal.h"

namespace wildclaims::workflow {

void record_move(Work& work, const CaseFile& file, store::ClaimRow& claim, domain::Happening happening,
                 const Why& why) {
  const domain::NextState next = domain::next_state(claim.state, happening, work.actor.roles);
  const auto* state = std::get_if<domain::ClaimState>(&next);
  if (state == nullptr) throw domain::ContractViolation("a claim was moved although its state forbids it");
  store::move_claim(work.db, claim.id, *state);
  claim.state = *state;
  ++claim.version;
  store::HappeningRow row;
  row.command = work.command;
  row.kind = std::string(domain::code_of(happening));
  row.programme = claim.programme;
  row.policy_id = claim.policy_id;
  row.report_id = claim.report_id;
  row.claim_id = claim.id;
  row.user_id = work.actor.id.value;
  row.recorded_at = work.now;
  row.business_date = business_date(work, *file.programme);
  row.reason = why.reason;
  row.detail = why.detail;
  store::insert_happening(work.db, row);
}

void record_report_touched(Work& work, const CaseFile& file) { store::raise_report_version(work.db, file.report.id); }

ledger::RecordedEntry post(Work& work, const std::string& book, ledger::Entry entry) {
  ledger::Balances before;
  for (const ledger::Posting& posting : entry.postings) {
    before.set(posting.account, store::balance_of(work.db, book, posting.account));
  }
  ledger::require_entry(before, entry);
  ledger::RecordedEntry recorded = ledger::record(std::move(entry), book, work.now, store::book_head(work.db, book));
  store::append(work.db, recorded);
  return recorded;
}

rules::Money reserve_of(store::Connection& db, const store::ClaimRow& claim) {
  return -store::balance_of(db, claim.policy_id, ledger::reserve_outstanding(claim.number));
}

rules::Money standing_of(store::Connection& db, const store::ClaimRow& claim) {
  const auto approvals = store::approvals_of(db, claim.id);
  return store::standing_approved(approvals) + store::standing_residual(approvals) + store::standing_pending(approvals);
}

void set_reserve(Work& work, const CaseFile& file, const store::ClaimRow& claim, rules::Money estimate) {
  const rules::Money now = reserve_of(work.db, claim);
  if (now == estimate) return;
  post(work, claim.policy_id,
       ledger::reserve_changed({business_date(work, *file.programme), claim.number, now, estimate}));
}

rules::Date business_date(const Work& work, const domain::Programme& programme) {
  return work.now.date_at(programme.offset);
}

}  // namespace wildclaims::workflow
