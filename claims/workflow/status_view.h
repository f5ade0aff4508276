// What a farmer is told of a claim: where it is, what comes next, by when, how much, and why not.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "claims/domain/claim_state.h"
#include "claims/workflow/office.h"
#include "rules/bilingual.h"
#include "rules/date.h"
#include "rules/money.h"

namespace wildclaims::workflow {

struct StatusView {
  struct Step {
    rules::Bilingual what;
    rules::Date on;
  };
  std::string claim;
  domain::ClaimState state{};
  rules::Bilingual where;                 // one sentence
  rules::Bilingual next;                  // what happens next and who does it, or that nothing more does
  std::optional<rules::Date> next_from;   // the day from which the next step can happen, where one is known
  std::optional<rules::Money> amount;     // as determined, later as approved
  bool illustrative = false;              // the amount comes from rates that are not the contract's
  std::vector<rules::Bilingual> reasons;  // of a denial
  std::vector<Step> steps;                // oldest first
};

// Nothing for an unknown claim and for a wrong secret alike, after the same work: the answer and its time tell no one
// which it was. The secret is the last four digits of the claimant's phone, or the code on the claim's slip.
std::optional<StatusView> view_status(Office& office, const std::string& claim, const std::string& secret);

}  // namespace wildclaims::workflow
