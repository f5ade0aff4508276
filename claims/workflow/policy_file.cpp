#include "claims/workflow/policy_file.h"

#include <utility>

#include "claims/store/closed_periods.h"
#include "claims/store/happenings.h"
#include "claims/workflow/rulebook_choice.h"

namespace wildclaims::workflow {

using domain::RefusalCode;

domain::Outcome<PolicyFile> open_policy_file(const Reading& reading, const std::string& policy, domain::Role role) {
  if (!reading.actor.roles.has(role)) return domain::refuse(RefusalCode::role_not_allowed);
  auto row = store::find_policy(reading.db, policy);
  const domain::Programme* programme = row ? reading.office.find_programme(row->programme) : nullptr;
  if (programme == nullptr || !reading.actor.works_in(programme->county_code)) {
    return domain::refuse(RefusalCode::policy_unknown);
  }
  PolicyFile file;
  file.rulebook = pinned_rulebook(reading, row->rulebook_id);
  file.policy = std::move(*row);
  file.programme = programme;
  return file;
}

void record_happening(Work& work, const PolicyFile& file, const std::string& kind, const Why& why) {
  store::HappeningRow row;
  row.command = work.command;
  row.kind = kind;
  row.programme = file.policy.programme;
  row.policy_id = file.policy.id;
  row.user_id = work.actor.id.value;
  row.recorded_at = work.now;
  row.business_date = business_date(work, *file.programme);
  row.reason = why.reason;
  row.detail = why.detail;
  store::insert_happening(work.db, row);
}

domain::Outcome<rules::Date> effective_day(const Work& work, const PolicyFile& file,
                                           const std::optional<rules::Date>& named, rules::Faults faults) {
  const rules::Date today = business_date(work, *file.programme);
  const rules::Date day = named.value_or(today);
  const rules::Date opened = file.policy.opened_at.date_at(file.programme->offset);
  if (day > today || day < opened) {
    faults.push_back(
        {"/effective",
         "day_out_of_range",
         {"生效日期须在保单开立日 " + opened.to_string() + " 至今天 " + today.to_string() + " 之间",
          "the day lies between the policy's opening, " + opened.to_string() + ", and today, " + today.to_string()}});
  }
  if (!faults.empty()) return faults;
  const auto closed = store::closed_through(work.db, file.policy.id);
  if (closed && day <= *closed) {
    return domain::refuse(RefusalCode::period_closed, file.policy.id,
                          {"该保单的账已关至 " + closed->to_string() + "，请以之后的日期办理",
                           "the policy's book is closed through " + closed->to_string() + "; use a later day"});
  }
  return day;
}

}  // namespace wildclaims::workflow
