// What a simulation found: plain values, ready to be printed (simulation_text.h) or sent (simulation_json.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rules/authoring/replay.h"
#include "rules/authoring/resampling.h"
#include "rules/bilingual.h"
#include "rules/date.h"
#include "rules/exhaustion.h"
#include "rules/money.h"
#include "rules/rulebook.h"

namespace wildclaims::rules::authoring {

struct BeforeAfter {
  Money was;
  Money now;

  Money difference() const { return now - was; }
  bool operator==(const BeforeAfter&) const = default;
};

struct CountBeforeAfter {
  std::size_t was = 0;
  std::size_t now = 0;

  bool operator==(const CountBeforeAfter&) const = default;
};

struct RulebookName {
  std::string id;
  std::string version;
  Bilingual title;
  Status status = Status::draft;
  std::string sha256;  // hexadecimal
  Date in_force_from;
  Date in_force_to;
};

struct FunderTotals {
  std::string code;
  Bilingual label;          // empty for a funder only the past knows
  BeforeAfter entitlement;  // the parts of what is owed
  BeforeAfter approved;     // the parts of what the aggregate limit paid
};

struct ChangedClaim {
  std::string id;
  BeforeAfter entitlement;
};

struct ChangedClaims {
  std::size_t count = 0;
  Money sum;  // of the differences
  // The largest changes, the largest first; claims of equal change in order of decision.
  std::vector<ChangedClaim> largest;
};

struct MonthTotals {
  int year = 0;
  int month = 0;  // of the decision
  std::size_t claims = 0;
  BeforeAfter entitlement;
};

struct CodeCount {
  std::string code;
  Bilingual say;  // of the draft; empty for a code only the past knows
  CountBeforeAfter claims;
};

// What became of the aggregate limit on one side.
struct LimitUse {
  std::optional<Money> limit;  // nothing: not known
  Money approved;
  Money unpaid;   // residual, held, or unpaid after the settlement of the year
  Money waiting;  // neither: not approved yet; or pending for a settlement that was not simulated
  std::size_t claims_unpaid = 0;
  std::optional<Date> exhausted_on;  // decided that day: the first claim that was not paid in full
};

struct YearTotals {
  int year = 0;  // the calendar year the policy year begins in
  std::size_t claims = 0;
  BeforeAfter entitlement;
  LimitUse limit_was;
  LimitUse limit_now;
  DayRange exhausted_on;  // with replicates
};

struct FaultCount {
  std::string code;
  std::size_t claims = 0;
};

struct FaultyClaim {
  std::string id;
  std::string pointer;
  std::string code;
  Bilingual say;
};

struct SimulationReport {
  RulebookName draft;
  std::optional<RulebookName> baseline;  // what "was" is computed under; nothing: as decided then
  Exhaustion when_exhausted = Exhaustion::truncate;
  std::string residual_to;  // funder of the draft that bears what is left unpaid; empty when none does

  // Claims: read = determined + left_out. Every amount and count below is of those that were determined.
  std::size_t read = 0;
  std::size_t determined = 0;
  std::size_t left_out = 0;      // cannot be read, or computed, under the draft
  Money left_out_was;            // what was owed for them
  std::size_t without_past = 0;  // determined, but nothing is known of what was owed: only in `now`
  Money without_past_now;
  CountBeforeAfter denied;
  std::size_t newly_denied = 0;
  std::size_t no_longer_denied = 0;
  std::vector<FaultCount> faults;          // by code, in order of code; a claim counts once for each of its codes
  std::vector<FaultyClaim> faulty_claims;  // the first ones, with their first fault

  BeforeAfter entitlement;
  std::size_t parts_unknown = 0;      // claims with a past of which it is not known by funder
  std::vector<FunderTotals> funders;  // the draft's in written order, then others
  LimitUse limit_was;                 // over all years
  LimitUse limit_now;
  bool settled = true;  // false: prorate or priority with too many claims; entitlements are all there is

  ChangedClaims winners;
  ChangedClaims losers;
  std::size_t unchanged = 0;

  std::vector<MonthTotals> months;  // in order
  std::vector<YearTotals> years;    // in order
  std::size_t codes_unknown = 0;    // claims with a past of which it is not known what was said then
  std::vector<CodeCount> denials;   // the draft's in written order, then others
  std::vector<CodeCount> flags;

  // How the answers came about.
  std::size_t moved = 0;    // claims whose dates were moved by whole years into the draft's
  std::size_t outside = 0;  // claims left outside them
  std::vector<ReplayedTotal> totals;
  bool shares_between_claims = false;  // of one event: the replay takes them one by one

  std::size_t replicates = 0;
  std::uint64_t seed = 0;
  MoneyRange resampled_was;
  MoneyRange resampled_now;
  MoneyRange resampled_difference;
};

}  // namespace wildclaims::rules::authoring
