// People who may sign in, and their sessions. Passwords are kept as argon2id hashes, session tokens as SHA-256.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "claims/domain/role.h"
#include "rules/bilingual.h"
#include "rules/date.h"
#include "rules/digest.h"

namespace wildclaims::store {

class Connection;

struct UserRow {
  std::int64_t id = 0;
  std::string name;
  rules::Bilingual display;
  std::string password_hash;
  domain::RoleSet roles;
  std::vector<std::string> counties;  // county codes whose programmes this user works on
};

struct SessionRow {
  rules::Digest token_hash;
  std::int64_t user_id = 0;
  rules::Instant created_at;
  rules::Instant expires_at;
};

// Inserts the user with roles and counties; `user.id` is ignored. Returns the new id.
std::int64_t insert_user(Connection& connection, const UserRow& user, rules::Instant now);
std::optional<UserRow> find_user(Connection& connection, const std::string& name);
std::optional<UserRow> find_user(Connection& connection, std::int64_t id);
bool any_user(Connection& connection);

void insert_session(Connection& connection, const SessionRow& session);
std::optional<SessionRow> find_session(Connection& connection, const rules::Digest& token_hash);
void delete_session(Connection& connection, const rules::Digest& token_hash);
void delete_expired_sessions(Connection& connection, rules::Instant now);
void delete_every_session(Connection& connection);

}  // namespace wildclaims::store
