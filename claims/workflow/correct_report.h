// Command: details of a report as told are corrected before determination, with a reason; the history keeps the old.
#pragma once

#include <optional>
#include <string>

#include "claims/domain/outcome.h"
#include "claims/workflow/acted.h"
#include "claims/workflow/case_file.h"
#include "claims/workflow/work.h"
#include "rules/date.h"

namespace wildclaims::workflow {

// What is not given stays as it is.
struct CorrectReport {
  Target target;  // a report, with the version that was seen
  std::string reason;
  std::optional<std::string> species;
  std::optional<rules::Date> damage_from;
  std::optional<rules::Date> damage_to;
  std::optional<rules::Instant> discovered_at;
  std::optional<std::string> village;
  std::optional<std::string> place;
};

// Every open claim of the report must still be correctable. A date of loss that moves into another policy year moves
// the claims there too, only while no claim of the report, open or not, stands in the book of the present one. The
// reserves of accepted claims follow. Faults: as report_damage, nothing_changed. Refused: open_for, wrong_state.
domain::Outcome<Acted> correct_report(Work& work, const CorrectReport& command);

}  // namespace wildclaims::workflow
