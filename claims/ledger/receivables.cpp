#include "claims/ledger/receivables.h"

#include <algorithm>

#include "claims/ledger/account.h"

namespace wildclaims::ledger {
namespace {

using rules::Money;

std::size_t age_of(std::int32_t days) {
  std::size_t age = 0;
  while (age < kAgeLimits.size() && days > kAgeLimits[age]) ++age;
  return age;
}

}  // namespace

void Receivables::see(const RecordedEntry& recorded) {
  for (const Posting& posting : recorded.entry.postings) {
    const auto account = parse_account(posting.account);
    if (!account) continue;
    const bool reimbursement = account->kind == AccountKind::reimbursement_receivable;
    if (!reimbursement && account->kind != AccountKind::premium_receivable) continue;
    moves_[{reimbursement, std::string(account->owner)}].push_back({recorded.entry.effective, posting.amount});
  }
}

std::vector<FunderReceivable> Receivables::as_of(rules::Date date) const {
  std::vector<FunderReceivable> funders;
  for (const auto& [owed, all] : moves_) {
    FunderReceivable row;
    row.reimbursement = owed.first;
    row.funder = owed.second;
    std::vector<Move> calls;
    for (const Move& move : all) {
      if (move.effective > date) continue;
      if (move.amount.is_negative()) {
        row.received -= move.amount;
      } else {
        row.called += move.amount;
        calls.push_back(move);
      }
    }
    row.outstanding = row.called - row.received;
    std::stable_sort(calls.begin(), calls.end(),
                     [](const Move& left, const Move& right) { return left.effective < right.effective; });
    Money paid = row.received;
    for (const Move& call : calls) {
      const Money covered = std::min(paid, call.amount);
      paid -= covered;
      const Money open = call.amount - covered;
      if (open.is_zero()) continue;
      const std::int32_t days = date.days() - call.effective.days();
      if (!row.since) {
        row.since = call.effective;
        row.days = days;
      }
      row.by_age[age_of(days)] += open;
    }
    funders.push_back(std::move(row));
  }
  return funders;
}

}  // namespace wildclaims::ledger
