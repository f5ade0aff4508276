// A draft rulebook tried on the claims of the past: what they would have come to, who gains and who loses, what each
// funder would have borne, when the aggregate limit would have run out, and how far all that is chance.
//
// Method. Claims are handed in one by one, in the order in which they were decided, and each is determined under the
// draft (rules/evaluator.h) with the running totals that the draft itself would have led to (replay.h): every
// determination counts as approved on the day it was decided. What is owed is the entitlement; what the aggregate limit
// pays of it follows the draft's own policy: truncate and hold claim by claim, to the fen; prorate and priority by
// settle_year() at the end of each policy year. "Was" is what was decided then or, with a baseline, what the same
// replay under that rulebook gives. A household event, event or year counts the claims that were handed in and no
// others.
//
// Damage that lies outside the dates the draft is in force is looked at as if it had happened as many whole years later
// or earlier as bring its date of loss inside; all dates of the claim move together.
//
// Memory is bounded by the number of households and events, policy years, months and replicates, not by that of claims
// (prorate and priority: kMostSettledClaims).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/authoring/past_claim.h"
#include "rules/authoring/replay.h"
#include "rules/authoring/resampling.h"
#include "rules/authoring/simulation_report.h"
#include "rules/money.h"
#include "rules/rulebook.h"

namespace wildclaims::rules::authoring {

// How many of the largest changes, and of the claims that cannot be read, a report lists.
constexpr std::size_t kLargestChanges = 10;
constexpr std::size_t kListedFaults = 20;

struct SimulationOptions {
  std::optional<Money> limit;  // the aggregate limit of each year; else the draft's own
  std::size_t replicates = 0;  // 0: no resampled range
  std::uint64_t seed = 1;
  bool move_dates = true;
  // "Was" is computed under it instead of taken from the claims. Its limit is its own.
  std::shared_ptr<const Rulebook> baseline;
};

class Simulation {
 public:
  Simulation(const std::shared_ptr<const Rulebook>& draft, const SimulationOptions& options);

  // The limit that stood over a policy year in the past, for the report; not needed, and not looked at with a baseline.
  void set_past_limit(int policy_year, Money limit);

  // The next claims, in order of decision; fastest in about kTogether at once. Nothing of them is kept but the texts a
  // report lists. Throws MoneyOverflow when a total leaves the range of money.
  void add(std::span<const PastClaim> claims);
  void add(const PastClaim& claim) { add({&claim, 1}); }
  static constexpr std::size_t kTogether = Replay::kTogether;

  // Once, after the last claim.
  SimulationReport finish();

 private:
  // What was owed, whether it was decided then or is computed under the baseline.
  struct Before {
    bool known = false;
    bool denied = false;
    Money entitlement;
    const ReplayedClaim* replayed = nullptr;  // under the baseline
    const PastAnswer* answer = nullptr;       // else
  };

  void name_funders_and_codes();
  int policy_year_of(const PastClaim& claim) const;
  std::span<const ReplayedClaim> replay_draft(std::span<const PastClaim> claims);
  std::span<const ReplayedClaim> replay_baseline(std::span<const PastClaim> claims, std::span<const ReplayedClaim> now);
  static Before decided(const PastAnswer* was);
  static Before replayed(const ReplayedClaim& then);
  void count(const PastClaim& claim, const ReplayPlace& place, const Before& was, const ReplayedClaim& now);
  void leave_out(const PastClaim& claim, const Faults& faults);
  void add_counts(const Before& was, const ReplayedClaim& now);
  void add_parts(const Before& was, const ReplayedClaim& now);
  void add_codes(const Before& was, const ReplayedClaim& now);
  void add_change(const PastClaim& claim, const Before& was, const ReplayedClaim& now);
  void add_year(std::size_t year, Date decided_on, const Before& was, const ReplayedClaim& now);
  void add_month(Date decided_on, const Before& was, const ReplayedClaim& now);
  void take_years(const Replay& replay, LimitUse YearTotals::*side);
  FunderTotals& funder(std::string_view code);
  std::size_t code(std::vector<CodeCount>& counts, std::string_view code);

  SimulationOptions options_;
  Replay draft_;
  std::optional<Replay> baseline_;
  Resampling resampling_;
  SimulationReport report_;
  std::vector<std::pair<int, Money>> past_limits_;  // by policy year
  // Of the baseline's funders, denials and flags: their positions in the report.
  std::vector<std::size_t> baseline_funders_;
  std::vector<std::size_t> baseline_denials_;
  std::vector<std::size_t> baseline_flags_;
  // Of the claims handed in together, those that are replayed.
  std::vector<ClaimToReplay> drafted_;   // under the draft
  std::vector<ClaimToReplay> compared_;  // under the baseline
  std::optional<Date> last_day_;         // a claim was decided on
  std::size_t last_month_ = 0;           // its position in report_.months, which are sorted at the end
};

}  // namespace wildclaims::rules::authoring
