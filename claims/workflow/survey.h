// Command: a visit and what it assessed, for one claim or for every open claim of a report.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "claims/domain/outcome.h"
#include "claims/workflow/acted.h"
#include "claims/workflow/case_file.h"
#include "claims/workflow/work.h"
#include "rules/date.h"
#include "rules/facts.h"

namespace wildclaims::workflow {

// One loss item as found: the facts the rulebook asks of an item (crop, stage, area, loss_rate, …).
struct AssessedItem {
  std::int64_t item = 0;  // as numbered in the claim
  rules::FactTexts facts;
};

struct AssessedClaim {
  std::string claim;  // the number; of the target itself when the target is a claim
  std::vector<AssessedItem> items;
};

struct Survey {
  Target target;
  std::string kind;  // "discovery" or "harvest"
  rules::Date visited_on;
  std::string species;      // as found, which may differ from what was told
  std::string attribution;  // "confirmed", "probable" or "unknown"
  std::string note;
  rules::FactTexts facts;  // further claim-scope facts as found
  std::vector<AssessedClaim> claims;
};

// Every loss item of every claim must be assessed, with facts the rulebook accepts as complete. The reserve follows.
// Faults at the pointers of POST …/survey: visited_on_future, visited_before_damage, unknown_kind, unknown_attribution,
// has_its_own_place, no_policy_for_date, item_unknown, item_twice, item_missing, claim_not_in_report, claim_twice,
// claim_missing, what the claim's rulebook says of facts, texts too long. Refused: open_for, no_rulebook_for_date,
// draft_rulebook, illustrative_not_allowed.
domain::Outcome<Acted> survey(Work& work, const Survey& command);

}  // namespace wildclaims::workflow
