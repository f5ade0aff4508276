#include "claims/store/closed_periods.h"

#include <utility>

#include "claims/store/connection.h"

namespace wildclaims::store {

void insert_closed_period(Connection& connection, const ClosedPeriodRow& period) {
  connection.run(
      "INSERT INTO closed_periods (policy_id, through, head_sequence, head_hash, closed_by, recorded_at) "
      "VALUES (?, ?, ?, ?, ?, ?)",
      period.policy_id, period.through, period.head.sequence, period.head.hash, period.closed_by, period.recorded_at);
}

std::vector<ClosedPeriodRow> closed_periods_of(Connection& connection, const std::string& policy_id) {
  Statement row = connection.query(
      "SELECT policy_id, through, head_sequence, head_hash, closed_by, recorded_at FROM closed_periods "
      "WHERE policy_id = ? ORDER BY through",
      policy_id);
  std::vector<ClosedPeriodRow> periods;
  while (row.step()) {
    ClosedPeriodRow each;
    each.policy_id = row.text();
    each.through = row.date();
    each.head.sequence = row.integer();
    each.head.hash = row.digest();
    each.closed_by = row.integer();
    each.recorded_at = row.instant();
    periods.push_back(std::move(each));
  }
  return periods;
}

std::optional<rules::Date> closed_through(Connection& connection, const std::string& policy_id) {
  Statement row = connection.query(
      "SELECT through FROM closed_periods WHERE policy_id = ? ORDER BY through DESC LIMIT 1", policy_id);
  return row.step() ? std::optional(row.date()) : std::nullopt;
}

}  // namespace wildclaims::store
