#include "claims/workflow/appeal.h"

#include <utility>

#include "claims/domain/text_limits.h"
#include "claims/workflow/record.h"

namespace wildclaims::workflow {

domain::Outcome<Acted> appeal(Work& work, const Appeal& command) {
  auto opened = open_for(work.reading(), command.target, domain::Happening::appeal);
  if (!opened) return std::move(opened).failure<Acted>();
  CaseFile& file = opened.value();
  rules::Faults faults;
  if (!domain::check_text(command.reason, domain::kReasonText, "/reason", faults)) return faults;
  for (store::ClaimRow& claim : file.claims) {
    record_move(work, file, claim, domain::Happening::appeal, {command.reason, "{}"});
  }
  record_report_touched(work, file);
  return acted(file);
}

}  // namespace wildclaims::workflow
