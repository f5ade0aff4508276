// One rulebook applied to claims of the past in the order in which they were decided, as if it had been in force: with
// the running totals that it would itself have led to, and with the aggregate limit running out as it says.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
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

// Facts are complete and were read under the rulebook.
struct ClaimToReplay {
  const Facts* facts = nullptr;
  ReplayPlace place;
};

// Valid until the next claims.
struct ReplayedClaim {
  bool computed = false;  // else Replay::fault() says why, the claim counts nowhere, and the rest says nothing
  bool denied = false;
  Money entitlement;
  std::span<const std::int64_t> parts;           // of the entitlement, in fen, one for each funder of the rulebook
  Exhausted paid;                                // where the entitlement goes
  std::span<const std::int64_t> approved_parts;  // of what is approved
  // 1 where one holds, by position in CompiledRules::denials and flags.
  std::span<const std::uint8_t> denials;
  std::span<const std::uint8_t> flags;
  int years_moved = 0;        // by which its dates were moved
  bool loss_outside = false;  // its date of loss, as computed with, lies outside the dates of the rulebook
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

  // The policy year of a date of loss, by the calendar year in which one like the rulebook's begins.
  int policy_year_of(Date loss) const;
  // Its position, for ReplayPlace.
  std::size_t year_of(int policy_year);

  // The next claims, in order: one answer for each. Throws MoneyOverflow when a total leaves the range of money.
  //   Running totals of money per household_event, household_year, event and policy_year of the result are replaced by
  //   what was approved, or left as a residual, to earlier claims of the replay; by code where they are kept by code.
  //   All others, and those of claims whose household or event is not known, stay as they stand in the facts.
  //   Claims are computed together as long as none needs what an earlier one of them comes to: handed in one by one or
  //   many at once, they come to the same. kTogether at once is fastest.
  //   Nothing is allocated once the largest claims were seen, but for the sums: one for each household and event and
  //   each household and year.
  std::span<const ReplayedClaim> add(std::span<const ClaimToReplay> claims);
  static constexpr std::size_t kTogether = Evaluator::kTogether;
  // Of a claim that was not computed, by its place among the last ones.
  const Fault& fault(std::size_t claim) const;

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
    std::vector<std::int64_t*> of_claims{};  // by place among the last claims; null: as stored
  };

  // What a total is kept by.
  struct Key {
    std::uint64_t first = 0;
    std::uint64_t second = 0;
  };

  void find_totals();
  // Nothing when the household or the event is not known.
  static std::optional<Key> key_of(const Followed& followed, const ClaimToReplay& claim);
  void make_room(std::size_t claims);
  bool move(std::size_t claim, Facts& facts);
  void find_sums(std::span<const ClaimToReplay> claims);
  bool needs_waiting(std::size_t claim) const;
  void count_stored(std::size_t claim);
  bool fill_totals(std::size_t claim, Facts& facts);
  void compute(std::span<const ClaimToReplay> claims);
  bool take_keys(std::size_t claim, const Facts& facts);
  void read(std::size_t waiting, const Answer& answer);
  void pay(ReplayedClaim& claim, const ReplayPlace& place);
  void share_approved(std::size_t claim, const Facts& facts);
  void note(ReplayedYear& year, Date decided_on);
  void refuse(std::size_t claim, Fault fault) { faults_.emplace_back(claim, std::move(fault)); }

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
  // Of the last claims, by their place; codes and parts of one claim after those of another.
  std::vector<ReplayedClaim> replayed_;
  std::vector<std::int64_t> parts_;
  std::vector<std::int64_t> approved_parts_;
  std::vector<std::uint8_t> codes_;
  std::vector<std::pair<std::size_t, Fault>> faults_;
  // The claims that wait to be computed together: their facts, and their places among the last ones.
  std::vector<Facts> facts_;
  std::vector<std::size_t> waiting_;
  YearClaim keys_;
};

}  // namespace wildclaims::rules::authoring
