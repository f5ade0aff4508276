// A simulation's report as JSON: for the file an author asks for and for the answer of a service alike.
#pragma once

#include <string>

#include "rules/authoring/simulation_report.h"

namespace wildclaims::rules::authoring {

// One object in UTF-8, without a line end. Every amount is a text with two decimals, every day a text, a difference is
// what is now minus what was; counts are numbers; the seed is a text; what is not known is null. SIDES is
// {"was","now","difference"}, COUNTS
// {"was","now"}, TEXT {"zh","en"}, RANGE {"p5","p50","p95"}, of days with "exhausted", the number of replicates.
//   {"simulation":1,
//    "draft":{"id","version","title":TEXT,"status","sha256","in_force":{"from","to"}},"baseline":null or the same,
//    "claims":{"read","determined","left_out","left_out_was","without_past","without_past_now","moved","outside_dates",
//              "denied":COUNTS,"newly_denied","no_longer_denied","winners","losers","unchanged"},
//    "entitlement":SIDES,
//    "funders":[{"funder","label":TEXT,"entitlement":SIDES,"approved":SIDES}…],"parts_unknown",
//    "aggregate_limit":{"when_exhausted","residual_to","settled","was":USE,"now":USE},
//           USE {"limit","approved","unpaid","waiting","claims_unpaid","exhausted_on"}
//    "winners":{"count","sum","largest":[{"claim","was","now","difference"}…]},"losers":the same,
//    "months":[{"month":"2025-09","claims","entitlement":SIDES}…],
//    "years":[{"year","claims","entitlement":SIDES,"was":USE,"now":USE,"exhausted_on":RANGE or null}…],
//    "denials":[{"code","say":TEXT,"claims":COUNTS}…],"flags":the same,"codes_unknown",
//    "faults":[{"code","claims"}…],"faulty_claims":[{"claim","pointer","code","say":TEXT}…],
//    "running":[{"name","label":TEXT,"followed","as_stored"}…],"shares_between_claims",
//    "resampled":null or {"replicates","seed","was":RANGE,"now":RANGE,"difference":RANGE}}
std::string to_json(const SimulationReport& report);

}  // namespace wildclaims::rules::authoring
