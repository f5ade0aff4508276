#include "claims/workflow/accept.h"

#include "claims/workflow/estimate.h"
#include "claims/workflow/record.h"

namespace wildclaims::workflow {

domain::Outcome<Acted> accept(Work& work, const Target& target) {
  auto opened = open_for(work.reading(), target, domain::Happening::accept);
  if (!opened) return std::move(opened).failure<Acted>();
  CaseFile& file = opened.value();
  for (store::ClaimRow& claim : file.claims) {
    const rules::FactSheet sheet = reported_sheet(file, store::loss_items(work.db, claim.id));
    set_reserve(work, file, claim, estimate(work, file, claim, sheet));
    record_move(work, file, claim, domain::Happening::accept);
  }
  record_report_touched(work, file);
  return acted(file);
}

}  // namespace wildclaims::workflow
