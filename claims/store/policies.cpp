#include "claims/store/policies.h"

#include "claims/store/connection.h"

namespace wildclaims::store {
namespace {

PolicyRow read_policy(Statement& row) {
  PolicyRow policy;
  policy.id = row.text();
  policy.programme = row.text();
  policy.year = static_cast<int>(row.integer());
  policy.from = row.date();
  policy.to = row.date();
  policy.premium = row.money();
  policy.aggregate_limit = row.money();
  policy.rulebook_id = row.integer();
  policy.opened_by = row.integer();
  policy.opened_at = row.instant();
  policy.prepaid_by = row.text();
  return policy;
}

std::optional<PolicyRow> first_policy(Statement row) {
  return row.step() ? std::optional(read_policy(row)) : std::nullopt;
}

std::optional<RulebookRow> first_rulebook(Statement row) {
  if (!row.step()) return std::nullopt;
  return RulebookRow{row.integer(), row.text(), row.text(), row.digest(), row.text()};
}

}  // namespace

void put_programme(Connection& connection, const ProgrammeRow& programme) {
  connection.run(
      "INSERT INTO programmes (letters, county_code, insurer, utc_offset_minutes) VALUES (?, ?, ?, ?) "
      "ON CONFLICT (letters) DO UPDATE SET county_code = excluded.county_code, insurer = excluded.insurer, "
      "utc_offset_minutes = excluded.utc_offset_minutes",
      programme.letters, programme.county_code, programme.insurer, programme.offset.minutes());
}

std::int64_t ensure_rulebook(Connection& connection, const RulebookRow& rulebook) {
  {
    Statement row = connection.query("SELECT id FROM rulebooks WHERE sha256 = ?", rulebook.sha256);
    if (row.step()) return row.integer();
  }
  connection.run("INSERT INTO rulebooks (code, version, sha256, text) VALUES (?, ?, ?, ?)", rulebook.code,
                 rulebook.version, rulebook.sha256, rulebook.text);
  return connection.last_insert_id();
}

std::optional<RulebookRow> find_rulebook(Connection& connection, std::int64_t id) {
  return first_rulebook(connection.query("SELECT id, code, version, sha256, text FROM rulebooks WHERE id = ?", id));
}

std::optional<RulebookRow> find_rulebook(Connection& connection, const std::string& code, const std::string& version) {
  return first_rulebook(connection.query(
      "SELECT id, code, version, sha256, text FROM rulebooks WHERE code = ? AND version = ?", code, version));
}

std::vector<PinnedRulebook> pinned_rulebooks(Connection& connection) {
  Statement row = connection.query(
      "SELECT code, version, sha256, (SELECT MIN(policies.id) FROM policies WHERE policies.rulebook_id = rulebooks.id) "
      "FROM rulebooks ORDER BY code, version");
  std::vector<PinnedRulebook> pinned;
  while (row.step()) {
    PinnedRulebook each;
    each.code = row.text();
    each.version = row.text();
    each.sha256 = row.digest();
    each.policy = row.optional_text();
    pinned.push_back(std::move(each));
  }
  return pinned;
}

void insert_policy(Connection& connection, const PolicyRow& policy) {
  connection.run(
      "INSERT INTO policies (id, programme, year, date_from, date_to, premium_fen, aggregate_limit_fen, rulebook_id, "
      "opened_by, opened_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      policy.id, policy.programme, policy.year, policy.from, policy.to, policy.premium, policy.aggregate_limit,
      policy.rulebook_id, policy.opened_by, policy.opened_at);
  if (policy.prepaid_by.empty()) return;
  connection.run("INSERT INTO prepaid_policies (policy_id, prepaid_by) VALUES (?, ?)", policy.id, policy.prepaid_by);
}

std::optional<PolicyRow> find_policy(Connection& connection, const std::string& id) {
  return first_policy(connection.query(
      "SELECT id, programme, year, date_from, date_to, premium_fen, aggregate_limit_fen, rulebook_id, opened_by, "
      "opened_at, coalesce((SELECT prepaid_by FROM prepaid_policies WHERE policy_id = policies.id), '') FROM policies "
      "WHERE id = ?",
      id));
}

std::optional<PolicyRow> find_policy_on(Connection& connection, const std::string& programme, rules::Date day) {
  return first_policy(connection.query(
      "SELECT id, programme, year, date_from, date_to, premium_fen, aggregate_limit_fen, rulebook_id, opened_by, "
      "opened_at, coalesce((SELECT prepaid_by FROM prepaid_policies WHERE policy_id = policies.id), '') FROM policies "
      "WHERE programme = ? AND ? BETWEEN date_from AND date_to ORDER BY year LIMIT 1",
      programme, day));
}

std::vector<PolicyRow> all_policies(Connection& connection) {
  Statement row = connection.query(
      "SELECT id, programme, year, date_from, date_to, premium_fen, aggregate_limit_fen, rulebook_id, opened_by, "
      "opened_at, coalesce((SELECT prepaid_by FROM prepaid_policies WHERE policy_id = policies.id), '') FROM policies "
      "ORDER BY programme, year");
  std::vector<PolicyRow> policies;
  while (row.step()) policies.push_back(read_policy(row));
  return policies;
}

}  // namespace wildclaims::store
