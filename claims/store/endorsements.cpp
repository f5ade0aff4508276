#include "claims/store/endorsements.h"

#include <utility>

#include "claims/store/connection.h"

namespace wildclaims::store {

std::int64_t insert_endorsement(Connection& connection, const EndorsementRow& endorsement) {
  connection.run(
      "INSERT INTO endorsements (policy_id, limit_fen, premium_fen, reason, sequence, endorsed_by, recorded_at) "
      "VALUES (?, ?, ?, ?, ?, ?, ?)",
      endorsement.policy_id, endorsement.limit, endorsement.premium, endorsement.reason, endorsement.sequence,
      endorsement.endorsed_by, endorsement.recorded_at);
  return connection.last_insert_id();
}

std::vector<EndorsementRow> endorsements_of(Connection& connection, const std::string& policy_id) {
  Statement row = connection.query(
      "SELECT id, policy_id, limit_fen, premium_fen, reason, sequence, endorsed_by, recorded_at FROM endorsements "
      "WHERE policy_id = ? ORDER BY id",
      policy_id);
  std::vector<EndorsementRow> endorsements;
  while (row.step()) {
    EndorsementRow each;
    each.id = row.integer();
    each.policy_id = row.text();
    each.limit = row.money();
    each.premium = row.money();
    each.reason = row.text();
    each.sequence = row.integer();
    each.endorsed_by = row.integer();
    each.recorded_at = row.instant();
    endorsements.push_back(std::move(each));
  }
  return endorsements;
}

}  // namespace wildclaims::store
