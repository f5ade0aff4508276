// A claim of the past as a simulation takes it: its facts, whose and of which event it was, when it was decided, and
// what was decided then. Views of what the caller holds, valid while it is added.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "rules/date.h"
#include "rules/facts.h"
#include "rules/fault.h"
#include "rules/money.h"

namespace wildclaims::rules::authoring {

struct PastPart {
  std::string_view funder;
  Money amount;
};

// What was owed and paid by what was decided then.
struct PastAnswer {
  bool denied = false;
  Money entitlement;
  std::vector<PastPart> parts;  // of the entitlement; empty: not known
  // Of a claim that was finally approved; nothing: not approved yet, or not known.
  std::optional<Money> approved;
  Money residual;                        // what the aggregate limit left unpaid
  std::vector<PastPart> approved_parts;  // of what was approved; empty: the parts of the entitlement, or not known
  bool codes_known = false;
  std::vector<std::string_view> denials;
  std::vector<std::string_view> flags;

  // As new, in the memory it has.
  void clear();
};

struct PastClaim {
  std::string_view id;  // the claim's number; for people
  // Read under the draft; null when that was not possible, and then `faults` says why.
  const Facts* facts = nullptr;
  const Faults* faults = nullptr;
  // Read under the baseline, where one is simulated too.
  const Facts* facts_before = nullptr;
  // Nothing: not known. Then running totals of its scope stay as stored.
  std::optional<std::uint64_t> household;
  std::optional<std::uint64_t> event;
  // The policy year the claim belongs to, by the calendar year it begins in; nothing: by the date of loss.
  std::optional<int> policy_year;
  Date decided_on;                  // in the programme's offset
  const PastAnswer* was = nullptr;  // null: not known
};

// What a receipt in its canonical form (rules/receipt.h) says of its result: denied, entitlement, parts and codes, as
// views into it; looked for from the byte `from` on. False, with `answer` cleared, when there is none to be read.
bool read_past_result(std::string_view receipt, PastAnswer& answer, std::size_t from = 0);

}  // namespace wildclaims::rules::authoring
