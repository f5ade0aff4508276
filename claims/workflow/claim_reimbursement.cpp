#include "claims/workflow/claim_reimbursement.h"

#include <utility>

#include "claims/ledger/account.h"
#include "claims/store/endorsements.h"
#include "claims/store/journal.h"
#include "claims/store/reimbursements.h"
#include "claims/workflow/policy_file.h"

namespace wildclaims::workflow {
namespace {

using domain::RefusalCode;
using rules::Money;

std::string entry_reference(const ledger::RecordedEntry& recorded) {
  return recorded.book + "#" + std::to_string(recorded.sequence) + " " + recorded.entry.effective.to_string() + " " +
         recorded.hash.to_hex();
}

// What the funder that prepaid has paid in, receipt by receipt.
void add_receipts(Work& work, const PolicyFile& file, std::vector<store::EvidenceRow>& evidence) {
  const std::string account = ledger::premium_receivable(file.policy.prepaid_by);
  for (const ledger::RecordedEntry& recorded : store::entries_to(work.db, file.policy.id, account)) {
    if (recorded.entry.kind != ledger::EntryKind::premium_received) continue;
    evidence.push_back({"premium_receipt", entry_reference(recorded), recorded.entry.postings.front().amount});
  }
}

std::vector<store::EvidenceRow> evidence_of(Work& work, const PolicyFile& file) {
  std::vector<store::EvidenceRow> evidence;
  const store::PolicyRow& policy = file.policy;
  evidence.push_back(
      {"policy", policy.id + " " + policy.from.to_string() + " " + policy.to.to_string(), policy.premium});
  evidence.push_back({"rulebook",
                      file.rulebook->id() + " " + file.rulebook->version() + " " + file.rulebook->sha256().to_hex(),
                      std::nullopt});
  for (const store::EndorsementRow& endorsement : store::endorsements_of(work.db, policy.id)) {
    evidence.push_back({"endorsement", policy.id + "#" + std::to_string(endorsement.sequence), endorsement.premium});
  }
  add_receipts(work, file, evidence);
  const auto total = [&](const std::string& account) { return store::balance_of(work.db, policy.id, account); };
  evidence.push_back({"indemnity_paid", ledger::limit_paid(), total(ledger::limit_paid())});
  evidence.push_back({"indemnity_committed", ledger::limit_committed(), total(ledger::limit_committed())});
  return evidence;
}

}  // namespace

domain::Outcome<std::int64_t> claim_reimbursement(Work& work, const ClaimReimbursement& command) {
  auto opened = open_policy_file(work.reading(), command.policy, domain::Role::clerk);
  if (!opened) return std::move(opened).failure<std::int64_t>();
  const PolicyFile& file = opened.value();
  if (command.amount <= Money()) {
    return rules::Fault{"/amount", "amount_not_positive", {"金额须大于零", "the amount must be above zero"}};
  }
  if (file.rulebook->funder(command.funder) == nullptr) {
    return domain::refuse(RefusalCode::funder_unknown, file.policy.id);
  }
  // Asked for so far and not received yet stays asked for.
  const Money owed = store::balance_of(work.db, file.policy.id, ledger::reimbursement_receivable(command.funder));
  const Money received = store::reimbursed(work.db, file.policy.id, command.funder);
  const Money asked = store::asked_for(work.db, file.policy.id, command.funder);
  const Money waiting = asked > received ? asked - received : Money();
  const Money open = owed > waiting ? owed - waiting : Money();
  if (command.amount > open) {
    return domain::refuse(RefusalCode::reimbursement_over_claimed, file.policy.id,
                          {"尚可申请 " + open.to_grouped_string() + " 元",
                           "no more than " + open.to_grouped_string() + " yuan can be asked for"});
  }
  store::ReimbursementClaimRow row;
  row.policy_id = file.policy.id;
  row.funder = command.funder;
  row.prepaid_by = file.policy.prepaid_by;
  row.amount = command.amount;
  row.head = store::book_head(work.db, file.policy.id);
  row.made_on = business_date(work, *file.programme);
  row.made_by = work.actor.id.value;
  row.recorded_at = work.now;
  row.evidence = evidence_of(work, file);
  const std::int64_t id = store::insert_reimbursement_claim(work.db, row);
  record_happening(work, file, "reimbursement_claimed");
  return id;
}

}  // namespace wildclaims::workflow
