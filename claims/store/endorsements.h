// What was added to a policy after it was opened. Rows are only ever added.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rules/date.h"
#include "rules/money.h"

namespace wildclaims::store {

class Connection;

struct EndorsementRow {
  std::int64_t id = 0;
  std::string policy_id;
  rules::Money limit;
  rules::Money premium;
  std::string reason;
  std::int64_t sequence = 0;
  std::int64_t endorsed_by = 0;
  rules::Instant recorded_at;
};

// `endorsement.id` is ignored.
std::int64_t insert_endorsement(Connection& connection, const EndorsementRow& endorsement);
// Oldest first.
std::vector<EndorsementRow> endorsements_of(Connection& connection, const std::string& policy_id);

}  // namespace wildclaims::store
