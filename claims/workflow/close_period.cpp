#include "claims/workflow/close_period.h"

#include <utility>

#include "claims/store/closed_periods.h"
#include "claims/store/journal.h"
#include "claims/workflow/policy_file.h"

namespace wildclaims::workflow {

domain::Outcome<rules::Date> close_period(Work& work, const ClosePeriod& command) {
  auto opened = open_policy_file(work.reading(), command.policy, domain::Role::admin);
  if (!opened) return std::move(opened).failure<rules::Date>();
  const PolicyFile& file = opened.value();
  const auto closed = store::closed_through(work.db, file.policy.id);
  if (command.through >= business_date(work, *file.programme) || (closed && command.through <= *closed)) {
    return domain::refuse(domain::RefusalCode::period_not_over, file.policy.id);
  }
  store::insert_closed_period(work.db, {file.policy.id, command.through, store::book_head(work.db, file.policy.id),
                                        work.actor.id.value, work.now});
  record_happening(work, file, "period_closed", {"", R"({"through":")" + command.through.to_string() + "\"}"});
  return command.through;
}

}  // namespace wildclaims::workflow
