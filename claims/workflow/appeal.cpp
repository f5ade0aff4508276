#include "claims/workflow/appeal.h"

#include <algorithm>
#include <utility>

#include "claims/domain/text_limits.h"
#include "claims/store/approvals.h"
#include "claims/workflow/record.h"

namespace wildclaims::workflow {
namespace {

// An approval is not appealed against before it is paid, unless it waits for the settlement of its year.
domain::Happening happening_of(const Reading& reading, const Target& target) {
  const auto opened = open_file(reading, target);
  const bool pending = opened.ok() && std::all_of(opened->claims.begin(), opened->claims.end(), [&](const auto& claim) {
                         return claim.state == domain::ClaimState::approved &&
                                store::pending_among(store::approvals_of(reading.db, claim.id)) != nullptr;
                       });
  return pending ? domain::Happening::appeal_pending : domain::Happening::appeal;
}

}  // namespace

domain::Outcome<Acted> appeal(Work& work, const Appeal& command) {
  const domain::Happening happening = happening_of(work.reading(), command.target);
  auto opened = open_for(work.reading(), command.target, happening);
  if (!opened) return std::move(opened).failure<Acted>();
  CaseFile& file = opened.value();
  rules::Faults faults;
  if (!domain::check_text(command.reason, domain::kReasonText, "/reason", faults)) return faults;
  for (store::ClaimRow& claim : file.claims) {
    record_move(work, file, claim, happening, {command.reason, "{}"});
  }
  record_report_touched(work, file);
  return acted(file);
}

}  // namespace wildclaims::workflow
