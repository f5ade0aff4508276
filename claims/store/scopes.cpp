#include "claims/store/scopes.h"

#include "claims/store/connection.h"

namespace wildclaims::store {
namespace {

// Whether the claim of a standing approval `s` has the code; the receipt says what it was approved with.
// Each query looks where there is least to read: by household, by event, else through the policy. CROSS JOIN holds it
// to that order: left to itself SQLite begins with all claims of the policy.
Statement by_household(Connection& connection, const ScopeKey& key, std::int64_t except) {
  return connection.query(
      "SELECT coalesce(sum(s.entitled_fen), 0) FROM claimants AS p CROSS JOIN claims AS c ON c.claimant_id = p.id "
      "CROSS JOIN damage_reports AS r ON r.id = c.report_id CROSS JOIN standing_approvals AS s ON s.claim_id = c.id "
      "WHERE p.household_id = ? AND c.policy_id = ? AND c.id <> ? AND (? IS NULL OR r.event_id = ?) "
      "AND (? = '' OR json_extract(s.receipt, '$.facts.claim.' || ?) = ?)",
      key.household_id, key.policy_id, except, key.event_id, key.event_id, key.by, key.by, key.code);
}

Statement by_event(Connection& connection, const ScopeKey& key, std::int64_t except) {
  return connection.query(
      "SELECT coalesce(sum(s.entitled_fen), 0) FROM damage_reports AS r CROSS JOIN claims AS c ON c.report_id = r.id "
      "CROSS JOIN standing_approvals AS s ON s.claim_id = c.id "
      "WHERE r.event_id = ? AND c.policy_id = ? AND c.id <> ? "
      "AND (? = '' OR json_extract(s.receipt, '$.facts.claim.' || ?) = ?)",
      key.event_id, key.policy_id, except, key.by, key.by, key.code);
}

Statement by_policy(Connection& connection, const ScopeKey& key, std::int64_t except) {
  return connection.query(
      "SELECT coalesce(sum(s.entitled_fen), 0) FROM claims AS c JOIN standing_approvals AS s ON s.claim_id = c.id "
      "WHERE c.policy_id = ? AND c.id <> ? AND (? = '' OR json_extract(s.receipt, '$.facts.claim.' || ?) = ?)",
      key.policy_id, except, key.by, key.by, key.code);
}

}  // namespace

std::optional<rules::Money> entitled_in(Connection& connection, const std::string& policy_id,
                                        const std::string& scope) {
  Statement row = connection.query("SELECT entitled_fen FROM entitled_by_scope WHERE policy_id = ? AND scope = ?",
                                   policy_id, scope);
  return row.step() ? std::optional(row.money()) : std::nullopt;
}

void open_scope(Connection& connection, const std::string& policy_id, const std::string& scope, rules::Money before) {
  connection.run("INSERT INTO entitled_by_scope (policy_id, scope, before_fen, entitled_fen) VALUES (?, ?, ?, ?)",
                 policy_id, scope, before, before);
}

void add_entitled(Connection& connection, const std::string& policy_id, const std::string& scope, rules::Money change) {
  connection.run("UPDATE entitled_by_scope SET entitled_fen = entitled_fen + ? WHERE policy_id = ? AND scope = ?",
                 change, policy_id, scope);
}

rules::Money sum_entitled(Connection& connection, const ScopeKey& key, std::optional<std::int64_t> except_claim_id) {
  constexpr std::int64_t kNone = 0;  // ids begin at 1
  const std::int64_t except = except_claim_id.value_or(kNone);
  Statement row = key.household_id ? by_household(connection, key, except)
                  : key.event_id   ? by_event(connection, key, except)
                                   : by_policy(connection, key, except);
  row.step();
  return row.money();
}

rules::Money entitled_of_claim(Connection& connection, const ScopeKey& key, std::int64_t claim_id) {
  Statement row = connection.query(
      "SELECT coalesce(sum(entitled_fen), 0) FROM standing_approvals "
      "WHERE claim_id = ? AND (? = '' OR json_extract(receipt, '$.facts.claim.' || ?) = ?)",
      claim_id, key.by, key.by, key.code);
  row.step();
  return row.money();
}

}  // namespace wildclaims::store
