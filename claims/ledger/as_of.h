// A book as it stood: by the day entries took effect, by the instant they were recorded, or by both.
#pragma once

#include <optional>

#include "claims/ledger/balances.h"
#include "claims/ledger/entry.h"
#include "rules/date.h"

namespace wildclaims::ledger {

struct AsOf {
  std::optional<rules::Date> effective;    // that day included
  std::optional<rules::Instant> recorded;  // that second included

  bool holds(const RecordedEntry& recorded_entry) const {
    return (!effective || recorded_entry.entry.effective <= *effective) &&
           (!recorded || recorded_entry.recorded <= *recorded);
  }
};

// Balances of the entries that are in by then, seen in any order. Whole entries are in or out, and each balances: so
// the trial balance is zero at every day and instant.
class BalancesAsOf {
 public:
  explicit BalancesAsOf(AsOf as_of) : as_of_(as_of) {}

  void see(const RecordedEntry& recorded) {
    if (as_of_.holds(recorded)) balances_.apply(recorded.entry);
  }
  const Balances& balances() const { return balances_; }

 private:
  AsOf as_of_;
  Balances balances_;
};

}  // namespace wildclaims::ledger
