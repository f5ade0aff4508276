// Which rulebook and which open policy a damage report falls under, by its date of loss.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "claims/domain/programme.h"
#include "claims/store/damage_reports.h"
#include "claims/store/policies.h"
#include "claims/workflow/work.h"
#include "rules/facts.h"
#include "rules/fault.h"
#include "rules/rulebook.h"

namespace wildclaims::workflow {

// The open policy of the programme that covers the date of loss the rulebook reads in the claim's facts; nothing when
// there is none, or the facts give no date of loss.
std::optional<store::PolicyRow> policy_on_loss(store::Connection& db, const std::string& programme,
                                               const rules::Rulebook& rulebook, const rules::FactTexts& claim);

// What the facts of a claim say of its cover before any policy is looked for.
struct LossTold {
  // Governs by the date of loss; where none does, the last one, so that facts can still be read. Never null.
  std::shared_ptr<const rules::Rulebook> rulebook;
  std::optional<rules::Date> date;  // of loss, by a rulebook that governs
};

LossTold loss_told(const rules::Shelf& shelf, const domain::Programme& programme, const rules::FactTexts& claim);

struct Cover {
  std::shared_ptr<const rules::Rulebook> rulebook;  // as in LossTold
  std::optional<store::PolicyRow> policy;
};

// Of a report whose loss was read already; faults as below.
Cover find_cover(store::Connection& db, const LossTold& loss, const store::ReportRow& report, rules::Faults& faults);

// Of a report as told or corrected. Faults: too_long_ago at /damage_from (numbers and stored times begin with
// domain::kFirstYear), no_policy_for_date at /damage_to.
Cover find_cover(const Reading& reading, const domain::Programme& programme, const store::ReportRow& report,
                 rules::Faults& faults);

}  // namespace wildclaims::workflow
