// What a sub-limit or running total has been entitled to so far: approved and residual, less what was undone or
// lowered. One row for each scope that was ever used, so that it is read without adding up.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "rules/money.h"

namespace wildclaims::store {

class Connection;

// Whose approvals count.
struct ScopeKey {
  std::string policy_id;
  std::optional<std::int64_t> household_id;  // nothing: of all
  std::optional<std::int64_t> event_id;
  std::string by;    // a code fact of the claim; empty: any
  std::string code;  // its value
};

// Of one policy; nothing when the scope was never used.
std::optional<rules::Money> entitled_in(Connection& connection, const std::string& policy_id, const std::string& scope);
// First use: `before` is what sum_entitled() finds.
void open_scope(Connection& connection, const std::string& policy_id, const std::string& scope, rules::Money before);
// `change` may be negative.
void add_entitled(Connection& connection, const std::string& policy_id, const std::string& scope, rules::Money change);

// Added up over the approvals themselves, one claim left out; with no household and no event over the whole policy,
// once.
rules::Money sum_entitled(Connection& connection, const ScopeKey& key, std::optional<std::int64_t> except_claim_id);
// Of one claim alone.
rules::Money entitled_of_claim(Connection& connection, const ScopeKey& key, std::int64_t claim_id);

}  // namespace wildclaims::store
