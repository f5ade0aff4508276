#include "claims/workflow/withdraw.h"

#include <utility>

#include "claims/domain/text_limits.h"
#include "claims/workflow/record.h"

namespace wildclaims::workflow {

domain::Outcome<Acted> withdraw(Work& work, const Withdraw& command) {
  auto opened = open_for(work.reading(), command.target, domain::Happening::withdraw);
  if (!opened) return std::move(opened).failure<Acted>();
  CaseFile& file = opened.value();
  rules::Faults faults;
  if (!domain::check_text(command.reason, domain::kReasonText, "/reason", faults)) return faults;
  domain::Refusals refusals;
  for (const store::ClaimRow& claim : file.claims) {
    if (!standing_of(work.db, claim).is_zero()) {
      refusals.push_back(domain::refuse(domain::RefusalCode::approval_stands, claim.number));
    }
  }
  if (!refusals.empty()) return refusals;
  for (store::ClaimRow& claim : file.claims) {
    set_reserve(work, file, claim, rules::Money());
    record_move(work, file, claim, domain::Happening::withdraw, {command.reason, "{}"});
  }
  record_report_touched(work, file);
  return acted(file);
}

}  // namespace wildclaims::workflow
