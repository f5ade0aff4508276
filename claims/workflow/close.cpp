#include "claims/workflow/close.h"

#include <utility>

#include "claims/ledger/account.h"
#include "claims/store/journal.h"
#include "claims/workflow/record.h"

namespace wildclaims::workflow {

domain::Outcome<Acted> close(Work& work, const Target& target) {
  auto opened = open_for(work.reading(), target, domain::Happening::close);
  if (!opened) return std::move(opened).failure<Acted>();
  CaseFile& file = opened.value();
  domain::Refusals refusals;
  for (store::ClaimRow& claim : file.claims) {
    if (store::balance_of(work.db, claim.policy_id, ledger::recovery_receivable(claim.number)).is_zero()) {
      record_move(work, file, claim, domain::Happening::close);
    } else {
      refusals.push_back(domain::refuse(domain::RefusalCode::recovery_outstanding, claim.number));
    }
  }
  if (!refusals.empty()) return refusals;
  record_report_touched(work, file);
  return acted(file);
}

}  // namespace wildclaims::workflow
