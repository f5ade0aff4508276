// Money that claimants paid back. Rows are only ever added.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rules/date.h"
#include "rules/money.h"

namespace wildclaims::store {

class Connection;

struct RecoveryRow {
  std::int64_t id = 0;
  std::int64_t claim_id = 0;
  rules::Money amount;
  bool restored = false;  // to the limit
  std::string bank_reference;
  std::int64_t sequence = 0;
  std::int64_t received_by = 0;
  rules::Instant recorded_at;
};

// `recovery.id` is ignored.
std::int64_t insert_recovery(Connection& connection, const RecoveryRow& recovery);
// Oldest first.
std::vector<RecoveryRow> recoveries_of(Connection& connection, std::int64_t claim_id);

}  // namespace wildclaims::store
