// A damage report as far as it can be judged without the books: worked out before the writing door is asked for, where
// it keeps nobody else waiting.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "claims/domain/damage_report.h"
#include "claims/domain/programme.h"
#include "claims/store/claimants.h"
#include "claims/store/damage_reports.h"
#include "claims/workflow/cover.h"
#include "claims/workflow/office.h"
#include "rules/date.h"
#include "rules/facts.h"
#include "rules/fault.h"
#include "rules/shelf.h"

namespace wildclaims::workflow {

// The numbers of one household; one that is faulty is nothing.
struct ToldHousehold {
  std::optional<store::PersonalValue> identity;
  std::optional<store::PersonalValue> phone;
  std::optional<store::PersonalValue> account;
  std::vector<rules::FactTexts> items;  // empty when there are too many
};

struct ToldReport {
  domain::DamageReport report;                   // in its normal form
  std::shared_ptr<const rules::Shelf> shelf;     // whose rulebooks its facts were read by
  const domain::Programme* programme = nullptr;  // null: there is none of its letters, and nothing below was judged
  store::ReportRow row;                          // without what only the books can give, nor who records it and when
  LossTold loss;                                 // its rulebook and date of loss
  rules::Faults faults;                          // of the report itself: domain::check, has_its_own_place
  rules::Faults fact_faults;                     // what the rulebook does not accept
  std::vector<ToldHousehold> households;         // as the report's; empty when there are too many of them
};

// `now`: when it came in, which is when it was reported unless it says so itself.
ToldReport told(const Office& office, std::shared_ptr<const rules::Shelf> shelf, domain::DamageReport report,
                rules::Instant now);

}  // namespace wildclaims::workflow
