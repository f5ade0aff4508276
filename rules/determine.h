// What is owed under a rulebook for these facts, and why: a pure function of (rulebook, facts), where the facts hold
// what was approved before.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "rules/bilingual.h"
#include "rules/date.h"
#include "rules/exhaustion.h"
#include "rules/facts.h"
#include "rules/fault.h"
#include "rules/funding.h"
#include "rules/money.h"
#include "rules/rulebook.h"
#include "rules/source.h"

namespace wildclaims::rules {

// Part of every receipt; changes when the same rulebook and facts could give another answer.
inline constexpr const char* kEngineVersion = "2";

// Most claims of one event evaluated together: a county's whole season; evaluation stays bounded.
constexpr std::size_t kMostClaims = 10'000;

// One reason for a denial, or one thing a person should look at.
struct Finding {
  std::string code;
  Bilingual say;
  Source source;

  bool operator==(const Finding&) const = default;
};

// A money step, or a fee, by its name in the rulebook; whole fen.
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
  // Money steps of claim and event, in written order, as computed even when denied; rounded half up for reading.
  std::vector<StepAmount> amounts;
  Money computed;                    // what the rules give, before an override; 0.00 when denied
  Money entitlement;                 // to date at this payment stage: computed plus override
  std::vector<FundingPart> funding;  // parts of the entitlement, one per funder, summing to it
  FundingRule funded_by;             // how any other amount of this claim is split
  std::vector<StepAmount> fees;      // kept apart from the indemnity
  // Of a rulebook with several payments; without, the balance is the entitlement.
  std::string stage;
  Money paid;     // at earlier stages
  Money balance;  // now to be paid; negative: to be paid back
  // What the claim brings into the settlement of its year, under prorate and priority.
  Int128 year_priority = 0;
  bool year_reserved = false;
  bool year_exempt = false;

  bool operator==(const Determination&) const = default;
};

// The Fault's code is overflow, division_by_zero, outside_domain or empty_selection (its pointer names the step:
// "/steps/loss"), bad_weights ("/funding"), override_below_zero or override_of_denial
// ("/override"). Throws std::logic_error when the facts
// are incomplete or were read under another rulebook: a caller's bug.
std::variant<Determination, Fault> determine(const Rulebook& rulebook, const Facts& facts);

// All claims of one event together, in the order given: what they share is shared. The pointer of a fault begins with
// "/claims/N". Throws std::logic_error also when the claims differ in their event's facts or payment stage.
std::variant<std::vector<Determination>, Fault> determine_event(const Rulebook& rulebook,
                                                                std::span<const Facts> claims);

// The parts of any amount of this claim: an approved part, a delta. Sum to it; nothing when 128 bits do not suffice.
std::optional<std::vector<FundingPart>> fund(const Rulebook& rulebook, const Determination& determination,
                                             Money amount);

// The rulebook's reserve estimate for facts that may still be incomplete: `reserve_estimate` of the file, summed over
// the items and rounded half up to the fen. Nothing when a fact it needs is missing, there is no item, or the file
// states no estimate.
std::optional<Money> reserve_estimate(const Rulebook& rulebook, const Facts& facts);

// The date of loss by the rulebook's own rule; nothing when the fact it needs is missing.
std::optional<Date> loss_date(const Rulebook& rulebook, const Facts& facts);

}  // namespace wildclaims::rules
