#include "claims/workflow/post_notice.h"

#include <utility>

#include "claims/domain/text_limits.h"
#include "claims/store/determinations.h"
#include "claims/workflow/record.h"

namespace wildclaims::workflow {

domain::Outcome<Acted> post_notice(Work& work, const PostNotice& command) {
  auto opened = open_for(work.reading(), command.target, domain::Happening::post_notice);
  if (!opened) return std::move(opened).failure<Acted>();
  CaseFile& file = opened.value();
  rules::Faults faults;
  if (!domain::check_text(command.place, domain::kNoticePlaceText, "/place", faults)) return faults;
  for (store::ClaimRow& claim : file.claims) {
    store::NoticeRow notice;
    notice.claim_id = claim.id;
    notice.determination_id = store::latest_determination(work.db, claim.id).value().id;
    notice.posted_on = business_date(work, *file.programme);
    notice.days = file.programme->notice_days;
    notice.place = command.place;
    notice.posted_by = work.actor.id.value;
    notice.recorded_at = work.now;
    store::insert_notice(work.db, notice);
    record_move(work, file, claim, domain::Happening::post_notice);
  }
  record_report_touched(work, file);
  return acted(file);
}

}  // namespace wildclaims::workflow
