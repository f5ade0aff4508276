// A draft rulebook tried on stored claims of one or several policies, or on lines of facts from elsewhere. Reads only;
// see rules/authoring/simulate.h for the method and rules/authoring/simulation_json.h for the report as JSON.
#pragma once

#include <cstdint>
#include <functional>
#include <istream>
#include <memory>
#include <string>
#include <vector>

#include "claims/store/connection.h"
#include "rules/authoring/simulate.h"
#include "rules/authoring/simulation_report.h"
#include "rules/rulebook.h"

namespace wildclaims::workflow {

struct SimulationRequest {
  std::shared_ptr<const rules::Rulebook> draft;
  rules::authoring::SimulationOptions options;
};

// Hears now and then how many claims are done, and of how many (0: not known); ends the simulation with false: its
// report is then of the claims until there.
using SimulationProgress = std::function<bool(std::int64_t done, std::int64_t all)>;

// The latest determinations of each policy, one policy after the other, each in order of decision; the day of a
// decision is that of the draft's offset. The policies exist and the caller may see them: else std::logic_error.
//   A claim denied by a person's judgement has no facts and is left out with the code judged.
rules::authoring::SimulationReport simulate_policies(store::Connection& db, const std::vector<std::string>& policies,
                                                     const SimulationRequest& request,
                                                     const SimulationProgress& progress);

// One claim a line, in order of decision: facts or a receipt as rules/loader/facts_stream.h reads them, and beside
// them, all of them texts that may be left out,
//   id           of the claim, for people; else "line N"
//   household    whose claim it is; claims of one text share the limits of a household, and are drawn together
//   event_id     of which event, for the limits of a household in one event, and of the event
//   policy_year  the calendar year its policy year begins in ("2025"); else by the date of loss
//   decided_on   the day of the decision; else the day the loss was dated, else of the line before
//   was          what was owed then ("2100.00"); of a receipt its result, with parts and codes, unless `was` is there
//   was_approved what the aggregate limit paid of it; without it the claim counts as not approved yet
// Facts that the draft does not ask for are passed over. Empty lines too.
rules::authoring::SimulationReport simulate_lines(std::istream& lines, const SimulationRequest& request,
                                                  const SimulationProgress& progress);

}  // namespace wildclaims::workflow
