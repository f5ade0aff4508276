#include "claims/store/claims.h"

#include <limits>

#include "claims/store/connection.h"
#include "claims/store/facts_text.h"
#include "claims/store/failure.h"

namespace wildclaims::store {
namespace {

ClaimRow read_claim(Statement& row) {
  ClaimRow claim;
  claim.id = row.integer();
  claim.number = row.text();
  claim.programme = row.text();
  claim.policy_id = row.text();
  claim.report_id = row.integer();
  claim.claimant_id = row.integer();
  claim.phone_id = row.integer();
  claim.account_id = row.integer();
  claim.account_holder = row.text();
  const auto state = domain::parse_claim_state(row.text());
  if (!state) throw StoredDamage("a stored claim state is unknown");
  claim.state = *state;
  claim.version = row.integer();
  return claim;
}

std::vector<ClaimRow> read_claims(Statement row) {
  std::vector<ClaimRow> claims;
  while (row.step()) claims.push_back(read_claim(row));
  return claims;
}

// A LIKE pattern that finds the words anywhere, with the pattern's own signs taken literally.
std::string anywhere(const std::string& words) {
  std::string pattern = "%";
  for (char c : words) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + "%";
}

}  // namespace

std::int64_t insert_claim(Connection& connection, const ClaimRow& claim) {
  connection.run(
      "INSERT INTO claims (number, programme, policy_id, report_id, claimant_id, phone_id, account_id, account_holder, "
      "state, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      claim.number, claim.programme, claim.policy_id, claim.report_id, claim.claimant_id, claim.phone_id,
      claim.account_id, claim.account_holder, domain::code_of(claim.state), claim.version);
  return connection.last_insert_id();
}

std::optional<ClaimRow> find_claim(Connection& connection, const std::string& number) {
  Statement row = connection.query(
      "SELECT id, number, programme, policy_id, report_id, claimant_id, phone_id, account_id, account_holder, state, "
      "version FROM claims WHERE number = ?",
      number);
  return row.step() ? std::optional(read_claim(row)) : std::nullopt;
}

std::optional<ClaimRow> find_claim(Connection& connection, std::int64_t id) {
  Statement row = connection.query(
      "SELECT id, number, programme, policy_id, report_id, claimant_id, phone_id, account_id, account_holder, state, "
      "version FROM claims WHERE id = ?",
      id);
  return row.step() ? std::optional(read_claim(row)) : std::nullopt;
}

std::optional<ClaimRow> first_claim(Connection& connection) {
  Statement row = connection.query(
      "SELECT id, number, programme, policy_id, report_id, claimant_id, phone_id, account_id, account_holder, state, "
      "version FROM claims ORDER BY id LIMIT 1");
  return row.step() ? std::optional(read_claim(row)) : std::nullopt;
}

std::vector<ClaimRow> claims_of_report(Connection& connection, std::int64_t report_id) {
  return read_claims(connection.query(
      "SELECT id, number, programme, policy_id, report_id, claimant_id, phone_id, account_id, account_holder, state, "
      "version FROM claims WHERE report_id = ? ORDER BY number",
      report_id));
}

std::vector<ClaimRow> list_claims(Connection& connection, const ClaimFilter& filter, std::int64_t before, int limit) {
  const std::int64_t below = before > 0 ? before : std::numeric_limits<std::int64_t>::max();
  const std::string state(filter.state ? domain::code_of(*filter.state) : std::string_view());
  const std::int64_t report = filter.report_id.value_or(0);
  const std::string pattern = anywhere(filter.words);
  return read_claims(connection.query(
      "SELECT c.id, c.number, c.programme, c.policy_id, c.report_id, c.claimant_id, c.phone_id, c.account_id, "
      "c.account_holder, c.state, c.version FROM claims AS c "
      "JOIN claimants AS p ON p.id = c.claimant_id JOIN damage_reports AS r ON r.id = c.report_id "
      "WHERE c.programme = ?1 AND c.id < ?2 AND (?3 = '' OR c.policy_id = ?3) AND (?4 = '' OR c.state = ?4) "
      "AND (?5 = 0 OR c.report_id = ?5) "
      "AND (?6 = '%%' OR c.number LIKE ?6 ESCAPE '\\' OR p.name LIKE ?6 ESCAPE '\\' OR r.village LIKE ?6 ESCAPE '\\') "
      "ORDER BY c.id DESC LIMIT ?7",
      filter.programme, below, filter.policy_id, state, report, pattern, limit));
}

void for_each_claim(Connection& connection, const std::string& policy_id,
                    const std::function<void(const ClaimRow&)>& see) {
  Statement row = connection.query(
      "SELECT id, number, programme, policy_id, report_id, claimant_id, phone_id, account_id, account_holder, state, "
      "version FROM claims WHERE policy_id = ? ORDER BY number",
      policy_id);
  while (row.step()) see(read_claim(row));
}

void move_claim(Connection& connection, std::int64_t id, domain::ClaimState state) {
  connection.run("UPDATE claims SET state = ?, version = version + 1 WHERE id = ?", domain::code_of(state), id);
}

void correct_claim(Connection& connection, const ClaimRow& claim) {
  connection.run("UPDATE claims SET phone_id = ?, account_id = ?, account_holder = ? WHERE id = ?", claim.phone_id,
                 claim.account_id, claim.account_holder, claim.id);
}

void move_claims_to_policy(Connection& connection, std::int64_t report_id, const std::string& policy_id) {
  connection.run("UPDATE claims SET policy_id = ? WHERE report_id = ?", policy_id, report_id);
}

void insert_loss_item(Connection& connection, std::int64_t claim_id, const LossItemRow& item) {
  connection.run("INSERT INTO loss_items (claim_id, item, plot, facts) VALUES (?, ?, ?, ?)", claim_id, item.item,
                 item.plot, to_json_text(item.facts));
}

void correct_loss_item(Connection& connection, std::int64_t claim_id, const LossItemRow& item) {
  connection.run("UPDATE loss_items SET plot = ?, facts = ? WHERE claim_id = ? AND item = ?", item.plot,
                 to_json_text(item.facts), claim_id, item.item);
}

std::vector<LossItemRow> loss_items(Connection& connection, std::int64_t claim_id) {
  Statement row =
      connection.query("SELECT item, plot, facts FROM loss_items WHERE claim_id = ? ORDER BY item", claim_id);
  std::vector<LossItemRow> items;
  while (row.step()) {
    LossItemRow item;
    item.item = row.integer();
    item.plot = row.text();
    item.facts = from_json_text(row.text());
    items.push_back(std::move(item));
  }
  return items;
}

}  // namespace wildclaims::store
