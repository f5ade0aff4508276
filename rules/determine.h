// What is owed under a rulebook for these facts, and why: a pure function of (rulebook, facts, running totals).
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "rules/bilingual.h"
#include "rules/date.h"
#include "rules/facts.h"
#include "rules/fault.h"
#include "rules/funding.h"
#include "rules/money.h"
#include "rules/rulebook.h"
#include "rules/running_totals.h"
#include "rules/source.h"

namespace wildclaims::rules {

// Part of every receipt; changes when the same rulebook and facts could give another answer.
inline constexpr const char* kEngineVersion = "1";

// One reason for a denial, or one thing a person should look at.
struct Finding {
  std::string code;
  Bilingual say;
  Source source;

  bool operator==(const Finding&) const = default;
};

// A money step of the claim, by its name in the rulebook; rounded half up to the fen for reading.
struct StepAmount {
  std::string step;
  Bilingual label;
  Money amount;

  bool operator==(const StepAmount&) const = default;
};

// All denials and all flags, not the first. Denied exactly when there is a denial; then the entitlement is 0.00.
// Besides the rulebook's own flags the engine sets
//   damage_spans_policy_years     the damage began before, or ended after, the dates this rulebook is in force
//   loss_outside_rulebook_dates   the date of loss itself lies outside them
struct Determination {
  bool denied = false;
  std::vector<Finding> denials;
  std::vector<Finding> flags;
  Date loss_date;
  std::vector<StepAmount> amounts;  // money steps of the claim, in written order, as computed even when denied
  Money entitlement;
  std::vector<FundingPart> funding;  // parts of the entitlement, one per funder, summing to it

  bool operator==(const Determination&) const = default;
};

// The Fault's code is overflow, division_by_zero (its pointer names the step: "/steps/loss") or
// negative_running_total ("/running/household_event"). Throws std::logic_error when the facts are incomplete or were
// read under another rulebook: a caller's bug.
std::variant<Determination, Fault> determine(const Rulebook& rulebook, const Facts& facts,
                                             const RunningTotals& running);

// The rulebook's reserve estimate for facts that may still be incomplete: `reserve_estimate` of the file, summed over
// the items and rounded half up to the fen. Nothing when a fact it needs is missing, there is no item, or the file
// states no estimate.
std::optional<Money> reserve_estimate(const Rulebook& rulebook, const Facts& facts);

// The date of loss by the rulebook's own rule; nothing when the fact it needs is missing.
std::optional<Date> loss_date(const Rulebook& rulebook, const Facts& facts);

}  // namespace wildclaims::rules
