#include "claims/store/happenings.h"

#include "claims/store/connection.h"

namespace wildclaims::store {
namespace {

std::vector<HappeningRow> read_happenings(Statement row) {
  std::vector<HappeningRow> happenings;
  while (row.step()) {
    HappeningRow each;
    each.command = row.text();
    each.kind = row.text();
    each.programme = row.optional_text();
    each.policy_id = row.optional_text();
    each.report_id = row.optional_integer();
    each.claim_id = row.optional_integer();
    each.user_id = row.integer();
    each.recorded_at = row.instant();
    each.business_date = row.date();
    each.reason = row.text();
    each.detail = row.text();
    happenings.push_back(std::move(each));
  }
  return happenings;
}

}  // namespace

void insert_happening(Connection& connection, const HappeningRow& happening) {
  connection.run(
      "INSERT INTO happenings (command, kind, programme, policy_id, report_id, claim_id, user_id, recorded_at, "
      "business_date, reason, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      happening.command, happening.kind, happening.programme, happening.policy_id, happening.report_id,
      happening.claim_id, happening.user_id, happening.recorded_at, happening.business_date, happening.reason,
      happening.detail);
}

std::vector<HappeningRow> happenings_of_claim(Connection& connection, std::int64_t claim_id) {
  return read_happenings(connection.query(
      "SELECT command, kind, programme, policy_id, report_id, claim_id, user_id, recorded_at, business_date, reason, "
      "detail FROM happenings WHERE claim_id = ? ORDER BY id",
      claim_id));
}

std::vector<HappeningRow> happenings_of_report(Connection& connection, std::int64_t report_id) {
  return read_happenings(connection.query(
      "SELECT command, kind, programme, policy_id, report_id, claim_id, user_id, recorded_at, business_date, reason, "
      "detail FROM happenings WHERE report_id = ? AND claim_id IS NULL ORDER BY id",
      report_id));
}

}  // namespace wildclaims::store
