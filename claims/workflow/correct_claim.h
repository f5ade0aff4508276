// Command: details of one claim as told are corrected before determination, with a reason; the history keeps the old.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "claims/domain/outcome.h"
#include "claims/workflow/acted.h"
#include "claims/workflow/case_file.h"
#include "claims/workflow/work.h"
#include "rules/facts.h"

namespace wildclaims::workflow {

// What is not given stays as it is.
struct CorrectItem {
  std::int64_t item = 0;
  std::optional<std::string> plot;
  rules::FactTexts facts;  // those given replace those told
};

struct CorrectClaim {
  Target target;  // a claim, with the version that was seen
  std::string reason;
  std::optional<std::string> name;
  std::optional<std::string> phone;
  std::optional<std::string> account;
  std::optional<std::string> account_holder;
  std::vector<CorrectItem> items;
};

// The history keeps the old item facts. Of names it keeps masked ones (whole they stand among the former names), of
// phone and account which record of personal data stood there: {"items": […], "claimant": {"name": {"from", "to"}, …}}.
// The reserve of an accepted claim follows. The name is the claimant's on all his claims, whose versions rise.
// Faults at the pointers of POST …/correction: what domain checks find, item_unknown, item_twice, nothing_changed, what
// the rulebook says of facts. Refused: open_for.
domain::Outcome<Acted> correct_claim(Work& work, const CorrectClaim& command);

}  // namespace wildclaims::workflow
