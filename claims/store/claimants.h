// Households, claimants and their personal data. Identity, phone and account leave this floor decrypted only through
// reveal(), which its callers must record.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "rules/date.h"
#include "rules/digest.h"

namespace wildclaims::store {

class Connection;
class Vault;

enum class PersonalKind { identity, phone, account };

struct ClaimantRow {
  std::int64_t id = 0;
  std::string programme;
  std::int64_t household_id = 0;
  bool organisation = false;
  std::string name;
};

// One value in its normal form, how it is shown, and the keyed hash it is found by.
struct PersonalValue {
  PersonalKind kind = PersonalKind::identity;
  std::string text;
  std::string masked;
  rules::Digest lookup;
};

PersonalValue personal_value(const Vault& vault, PersonalKind kind, std::string text, std::string masked);

std::int64_t insert_household(Connection& connection, const std::string& programme, const std::string& village);
// Records a claimant; `claimant.id` is ignored. Returns the new id.
std::int64_t insert_claimant(Connection& connection, const ClaimantRow& claimant, rules::Instant now);
std::optional<ClaimantRow> find_claimant(Connection& connection, std::int64_t id);
// By normalised identity number or credit code, within a programme.
std::optional<ClaimantRow> find_claimant_by_identity(Connection& connection, const std::string& programme,
                                                     const PersonalValue& identity);
void rename_claimant(Connection& connection, std::int64_t id, const std::string& name);
// A name that a correction is about to replace: the claimant's own, or the account holder's on one claim. `command`
// joins it to the happenings of the correction.
void keep_former_name(Connection& connection, std::int64_t claimant_id, std::optional<std::int64_t> claim_id,
                      const std::string& name, rules::Instant replaced_at, const std::string& command);
// Of every claim of the claimant but one, and of those claims' reports.
void raise_versions_of_claimant(Connection& connection, std::int64_t claimant_id, std::int64_t except_claim_id);

// Records one personal value of a claimant who has none of that value yet, encrypted, and returns its id.
std::int64_t add_personal(Connection& connection, const Vault& vault, const ClaimantRow& claimant,
                          const PersonalValue& value, rules::Instant now);
// Keeps one personal value of a claimant, encrypted, and returns its id; the id of the same value when already kept.
std::int64_t keep_personal(Connection& connection, const Vault& vault, const ClaimantRow& claimant,
                           const PersonalValue& value, rules::Instant now);
// The masked form, for lists and notices.
std::string masked_personal(Connection& connection, std::int64_t personal_id);
std::string masked_identity(Connection& connection, std::int64_t claimant_id);
// The value itself. Throws StoreUnavailable when the key does not open it.
std::string reveal(Connection& connection, const Vault& vault, std::int64_t personal_id);

}  // namespace wildclaims::store
