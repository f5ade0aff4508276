// Periods of a book in which nothing becomes effective any more. Rows are only ever added.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "claims/ledger/chain.h"
#include "rules/date.h"

namespace wildclaims::store {

class Connection;

struct ClosedPeriodRow {
  std::string policy_id;
  rules::Date through;     // the last closed day
  ledger::ChainHead head;  // of the book when it was closed
  std::int64_t closed_by = 0;
  rules::Instant recorded_at;
};

void insert_closed_period(Connection& connection, const ClosedPeriodRow& period);
// The last closed day; nothing while none is.
std::optional<rules::Date> closed_through(Connection& connection, const std::string& policy_id);
// Oldest first.
std::vector<ClosedPeriodRow> closed_periods_of(Connection& connection, const std::string& policy_id);

}  // namespace wildclaims::store
