// One rulebook applied to claims of the past in the order in which they were decided, as if it had been in force: with
// the running totals that it would itself have led to, and with the aggregate limit running out as it says.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rules/authoring/keyed_sums.h"
#include "rules/authoring/moved_dates.h"
#include "rules/determine.h"
#include "rules/evaluator.h"
#include "rules/exhaustion.h"
#include "rules/facts.h"
#include "rules/fault.h"
#include "rules/rulebook.h"

namespace wildclaims::rules::authoring {

// Most claims of a policy year that are settled together at its end (prorate, priority): 48 bytes each. Beyond it the
// year is not settled, and the entitlements are all there is to show.
constexpr std::size_t kMostSettledClaims = 1'000'000;

// Whose a claim is. Numbers of households and events mean the same in the whole replay.
struct ReplayPlace {
  std::optional<std::uint64_t> household;
  std::optional<std::uint64_t> event;
  std::size_t year = 0;  // position in Replay::years(), from Replay::year_of()
  Date decided_on;
};

// Valid until the next claim.
struct ReplayedClaim {
  bool denied = false;
  Money entitlement;
  std::span<const std::int64_t> parts;           // of the entitlement, in fen, one for each funder of the rulebook
  Exhausted paid;                                // where the entitlement goes
  std::span<const std::int64_t> approved_parts;  // of what is approved
};

// One policy year and what became of its aggregate limit.
struct ReplayedYear {
  int year = 0;  // the calendar year it begins in
  Money limit;
  Money entitlement;
  Money approved;
  Money unpaid;                   // residual under truncate, held under hold, unpaid or carried over after a settlement
  Money pending;                  // prorate, priority: waits for a settlement that was not simulated
  std::size_t claims_unpaid = 0;  // not paid in full
  std::optional<Date> exhausted_on;  // the day decided of the first claim that the limit did not pay in full
  bool settled = false;              // prorate, priority: at its end
};

// A running total of the rulebook, and where its values came from.
struct ReplayedTotal {
  std::string name;
  Bilingual label;
  bool followed = false;      // the replay sums it up itself; else it stays as stored
  std::size_t as_stored = 0;  // claims it was taken for as their facts say
};

class Replay {
 public:
  // `limit` is the aggregate limit of every policy year.
  Replay(std::shared_ptr<const Rulebook> rulebook, Money limit, bool move_dates);

  const Rulebook& rulebook() const { return *rulebook_; }
  const Evaluator& evaluator() const { return evaluator_; }

  // The policy year of a date of loss, by the calendar year in which one like the rulebook's begins.
  int policy_year_of(Date loss) const;
  // Its position, for ReplayPlace.
  std::size_t year_of(int policy_year);

  // The next claim. Null when it cannot be computed, and then it counts nowhere; fault() says why. Facts are complete
  // and were read under the rulebook. Throws MoneyOverflow when a total leaves the range of money.
  //   Running totals of money per household_event, household_year, event and policy_year of the result are replaced by
  //   what was approved, or left as a residual, to earlier claims of the replay; by code where they are kept by code.
  //   All others, and those of claims whose household or event is not known, stay as they stand in the facts.
  //   Nothing is allocated once the largest claim was seen, but for the sums: one for each household and event and each
  //   household and year.
  const ReplayedClaim* add(const Facts& facts, const ReplayPlace& place);
  const Fault& fault() const { return fault_; }
  // Of the last claim: the years its dates were moved by, and what the dates of the rulebook say to it.
  int years_moved() const { return years_moved_; }
  bool loss_outside() const { return loss_outside_; }

  // Settles the years of prorate and priority. Once, at the end.
  void settle();

  const std::vector<ReplayedYear>& years() const { return years_; }
  const std::vector<ReplayedTotal>& totals() const { return totals_; }

 private:
  // How a running total is followed.
  struct Followed {
    std::size_t total = 0;  // in totals_
    Scope scope = Scope::claim;
    std::size_t fact = 0;
    LimitScope per = LimitScope::household_event;
    std::optional<std::size_t> by;  // claim fact whose code keeps it apart
    std::int64_t at_most = 0;
    KeyedSums sums;
    std::int64_t* sum = nullptr;  // of the claim at hand; null: as stored
  };

  void find_totals();
  bool fill_totals(const ReplayPlace& place);
  bool move(const Facts& facts);
  bool take_keys();
  void pay(const ReplayPlace& place);
  void share_approved();
  void note(ReplayedYear& year, Date decided_on);

  std::shared_ptr<const Rulebook> rulebook_;
  Evaluator evaluator_;
  MovedDates dates_;
  Money limit_;
  bool move_dates_;
  bool needs_keys_ = false;  // the settlement of a year wants more than the amounts
  std::vector<ReplayedTotal> totals_;
  std::vector<Followed> followed_;
  std::vector<ReplayedYear> years_;
  std::vector<std::vector<YearClaim>> wanted_;  // by year, for its settlement
  Facts scratch_;
  ReplayedClaim claim_;
  YearClaim keys_;
  std::vector<std::int64_t> approved_parts_;
  Fault fault_;
  int years_moved_ = 0;
  bool loss_outside_ = false;
};

}  // namespace wildclaims::rules::authoring
