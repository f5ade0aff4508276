#include "claims/store/users.h"

#include "claims/store/connection.h"
#include "claims/store/failure.h"

namespace wildclaims::store {
namespace {

std::optional<UserRow> read_user(Connection& connection, Statement row) {
  if (!row.step()) return std::nullopt;
  UserRow user;
  user.id = row.integer();
  user.name = row.text();
  user.display.zh = row.text();
  user.display.en = row.text();
  user.password_hash = row.text();
  Statement roles = connection.query("SELECT role FROM user_roles WHERE user_id = ? ORDER BY role", user.id);
  while (roles.step()) {
    const auto role = domain::parse_role(roles.text());
    if (!role) throw StoredDamage("a stored role is unknown");
    user.roles.add(*role);
  }
  Statement counties =
      connection.query("SELECT county_code FROM user_counties WHERE user_id = ? ORDER BY county_code", user.id);
  while (counties.step()) user.counties.push_back(counties.text());
  return user;
}

}  // namespace

std::int64_t insert_user(Connection& connection, const UserRow& user, rules::Instant now) {
  connection.run("INSERT INTO users (name, display_zh, display_en, password_hash, created_at) VALUES (?, ?, ?, ?, ?)",
                 user.name, user.display.zh, user.display.en, user.password_hash, now);
  const std::int64_t id = connection.last_insert_id();
  for (domain::Role role : user.roles.to_vector()) {
    connection.run("INSERT INTO user_roles (user_id, role) VALUES (?, ?)", id, domain::code_of(role));
  }
  for (const std::string& county : user.counties) {
    connection.run("INSERT INTO user_counties (user_id, county_code) VALUES (?, ?)", id, county);
  }
  return id;
}

std::optional<UserRow> find_user(Connection& connection, const std::string& name) {
  return read_user(
      connection,
      connection.query("SELECT id, name, display_zh, display_en, password_hash FROM users WHERE name = ?", name));
}

std::optional<UserRow> find_user(Connection& connection, std::int64_t id) {
  return read_user(
      connection,
      connection.query("SELECT id, name, display_zh, display_en, password_hash FROM users WHERE id = ?", id));
}

bool any_user(Connection& connection) { return connection.query("SELECT id FROM users ORDER BY id LIMIT 1").step(); }

void insert_session(Connection& connection, const SessionRow& session) {
  connection.run("INSERT INTO sessions (token_hash, user_id, created_at, expires_at) VALUES (?, ?, ?, ?)",
                 session.token_hash, session.user_id, session.created_at, session.expires_at);
}

std::optional<SessionRow> find_session(Connection& connection, const rules::Digest& token_hash) {
  Statement row = connection.query(
      "SELECT token_hash, user_id, created_at, expires_at FROM sessions WHERE token_hash = ?", token_hash);
  if (!row.step()) return std::nullopt;
  return SessionRow{row.digest(), row.integer(), row.instant(), row.instant()};
}

void delete_session(Connection& connection, const rules::Digest& token_hash) {
  connection.run("DELETE FROM sessions WHERE token_hash = ?", token_hash);
}

void delete_expired_sessions(Connection& connection, rules::Instant now) {
  connection.run("DELETE FROM sessions WHERE expires_at <= ?", now);
}

void delete_every_session(Connection& connection) { connection.run("DELETE FROM sessions"); }

}  // namespace wildclaims::store
