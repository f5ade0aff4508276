#include "claims/store/recoveries.h"

#include <utility>

#include "claims/store/connection.h"

namespace wildclaims::store {

std::int64_t insert_recovery(Connection& connection, const RecoveryRow& recovery) {
  connection.run(
      "INSERT INTO recoveries (claim_id, amount_fen, restored, bank_reference, sequence, received_by, recorded_at) "
      "VALUES (?, ?, ?, ?, ?, ?, ?)",
      recovery.claim_id, recovery.amount, recovery.restored, recovery.bank_reference, recovery.sequence,
      recovery.received_by, recovery.recorded_at);
  return connection.last_insert_id();
}

std::vector<RecoveryRow> recoveries_of(Connection& connection, std::int64_t claim_id) {
  Statement row = connection.query(
      "SELECT id, claim_id, amount_fen, restored, bank_reference, sequence, received_by, recorded_at FROM recoveries "
      "WHERE claim_id = ? ORDER BY id",
      claim_id);
  std::vector<RecoveryRow> recoveries;
  while (row.step()) {
    RecoveryRow each;
    each.id = row.integer();
    each.claim_id = row.integer();
    each.amount = row.money();
    each.restored = row.boolean();
    each.bank_reference = row.text();
    each.sequence = row.integer();
    each.received_by = row.integer();
    each.recorded_at = row.instant();
    recoveries.push_back(std::move(each));
  }
  return recoveries;
}

}  // namespace wildclaims::store
