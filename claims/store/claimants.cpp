#include "claims/store/claimants.h"

#include <utility>

#include "claims/store/connection.h"
#include "claims/store/failure.h"
#include "claims/store/vault.h"

namespace wildclaims::store {
namespace {

std::string text_of(PersonalKind kind) {
  switch (kind) {
    case PersonalKind::identity:
      return "identity";
    case PersonalKind::phone:
      return "phone";
    case PersonalKind::account:
      return "account";
  }
  throw std::logic_error("unknown kind of personal data");
}

// Binds a ciphertext to its owner and meaning: moved to another row it no longer opens.
std::string context_of(std::int64_t claimant_id, const std::string& kind) {
  return kind + "/" + std::to_string(claimant_id);
}

std::optional<ClaimantRow> first_claimant(Statement row) {
  if (!row.step()) return std::nullopt;
  ClaimantRow claimant;
  claimant.id = row.integer();
  claimant.programme = row.text();
  claimant.household_id = row.integer();
  claimant.organisation = row.text() == "organisation";
  claimant.name = row.text();
  return claimant;
}

std::string only_text(Statement row) {
  if (!row.step()) throw StoredDamage("a stored reference leads nowhere");
  return row.text();
}

}  // namespace

std::int64_t insert_household(Connection& connection, const std::string& programme, const std::string& village) {
  connection.run("INSERT INTO households (programme, village) VALUES (?, ?)", programme, village);
  return connection.last_insert_id();
}

std::int64_t insert_claimant(Connection& connection, const ClaimantRow& claimant, rules::Instant now) {
  connection.run("INSERT INTO claimants (programme, household_id, kind, name, recorded_at) VALUES (?, ?, ?, ?, ?)",
                 claimant.programme, claimant.household_id, claimant.organisation ? "organisation" : "person",
                 claimant.name, now);
  return connection.last_insert_id();
}

std::optional<ClaimantRow> find_claimant(Connection& connection, std::int64_t id) {
  return first_claimant(
      connection.query("SELECT id, programme, household_id, kind, name FROM claimants WHERE id = ?", id));
}

std::optional<ClaimantRow> find_claimant_by_identity(Connection& connection, const std::string& programme,
                                                     const PersonalValue& identity) {
  return first_claimant(
      connection.query("SELECT c.id, c.programme, c.household_id, c.kind, c.name FROM personal_data AS p "
                       "JOIN claimants AS c ON c.id = p.claimant_id "
                       "WHERE p.programme = ? AND p.kind = 'identity' AND p.lookup = ?",
                       programme, identity.lookup));
}

void rename_claimant(Connection& connection, std::int64_t id, const std::string& name) {
  connection.run("UPDATE claimants SET name = ? WHERE id = ?", name, id);
}

void keep_former_name(Connection& connection, std::int64_t claimant_id, std::optional<std::int64_t> claim_id,
                      const std::string& name, rules::Instant replaced_at, const std::string& command) {
  connection.run("INSERT INTO former_names (claimant_id, claim_id, name, replaced_at, command) VALUES (?, ?, ?, ?, ?)",
                 claimant_id, claim_id, name, replaced_at, command);
}

void raise_versions_of_claimant(Connection& connection, std::int64_t claimant_id, std::int64_t except_claim_id) {
  connection.run(
      "UPDATE damage_reports SET version = version + 1 "
      "WHERE id IN (SELECT report_id FROM claims WHERE claimant_id = ? AND id <> ?)",
      claimant_id, except_claim_id);
  connection.run("UPDATE claims SET version = version + 1 WHERE claimant_id = ? AND id <> ?", claimant_id,
                 except_claim_id);
}

PersonalValue personal_value(const Vault& vault, PersonalKind kind, std::string text, std::string masked) {
  const rules::Digest lookup = vault.lookup(text_of(kind), text);
  return {kind, std::move(text), std::move(masked), lookup};
}

std::int64_t add_personal(Connection& connection, const Vault& vault, const ClaimantRow& claimant,
                          const PersonalValue& value, rules::Instant now) {
  const std::string kind = text_of(value.kind);
  const Bytes cipher = vault.encrypt(value.text, context_of(claimant.id, kind));
  connection.run(
      "INSERT INTO personal_data (claimant_id, programme, kind, cipher, lookup, masked, recorded_at) "
      "VALUES (?, ?, ?, ?, ?, ?, ?)",
      claimant.id, claimant.programme, kind, cipher, value.lookup, value.masked, now);
  return connection.last_insert_id();
}

std::int64_t keep_personal(Connection& connection, const Vault& vault, const ClaimantRow& claimant,
                           const PersonalValue& value, rules::Instant now) {
  {
    Statement row = connection.query("SELECT id FROM personal_data WHERE claimant_id = ? AND kind = ? AND lookup = ?",
                                     claimant.id, text_of(value.kind), value.lookup);
    if (row.step()) return row.integer();
  }
  return add_personal(connection, vault, claimant, value, now);
}

std::string masked_personal(Connection& connection, std::int64_t personal_id) {
  return only_text(connection.query("SELECT masked FROM personal_data WHERE id = ?", personal_id));
}

std::string masked_identity(Connection& connection, std::int64_t claimant_id) {
  return only_text(connection.query(
      "SELECT masked FROM personal_data WHERE claimant_id = ? AND kind = 'identity' ORDER BY id LIMIT 1", claimant_id));
}

std::string reveal(Connection& connection, const Vault& vault, std::int64_t personal_id) {
  Statement row = connection.query("SELECT claimant_id, kind, cipher FROM personal_data WHERE id = ?", personal_id);
  if (!row.step()) throw StoredDamage("a stored reference leads nowhere");
  const std::int64_t claimant_id = row.integer();
  const std::string kind = row.text();
  const auto value = vault.decrypt(row.bytes(), context_of(claimant_id, kind));
  if (!value) throw StoreUnavailable("personal data does not open with this key file: key or database was replaced");
  return *value;
}

}  // namespace wildclaims::store
