// What each funder still owes of the premium, or of what another funder had prepaid for it, and since when. A debit to
// premium:receivable:<funder>, or reimbursement:receivable:<funder>, is a call, a credit a receipt; receipts pay the
// oldest call first, by effective date.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "claims/ledger/entry.h"
#include "rules/date.h"
#include "rules/money.h"

namespace wildclaims::ledger {

// Days outstanding, to and with the last of each: 0-30, 31-60, 61-90, over 90.
inline constexpr std::array<std::int32_t, 3> kAgeLimits = {30, 60, 90};
inline constexpr std::size_t kAges = kAgeLimits.size() + 1;

struct FunderReceivable {
  std::string funder;
  bool reimbursement = false;  // owed to the funder that prepaid, not as premium
  rules::Money called;
  rules::Money received;
  rules::Money outstanding;          // called less received
  std::optional<rules::Date> since;  // of the oldest call that is not paid in full
  std::int32_t days = 0;             // from then to the date asked about
  std::array<rules::Money, kAges> by_age;
  bool operator==(const FunderReceivable&) const = default;
};

class Receivables {
 public:
  // Entries in any order; those that touch no receivable are passed over.
  void see(const RecordedEntry& recorded);
  // Premium before reimbursements, by funder. Entries effective later do not count.
  std::vector<FunderReceivable> as_of(rules::Date date) const;

 private:
  struct Move {
    rules::Date effective;
    rules::Money amount;  // called; negative when received
  };
  using Owed = std::pair<bool, std::string>;  // whether as reimbursement, and the funder
  std::map<Owed, std::vector<Move>> moves_;
};

}  // namespace wildclaims::ledger
