#include "claims/workflow/sessions.h"

#include <utility>

#include "claims/store/users.h"
#include "claims/workflow/door.h"
#include "claims/workflow/secrets.h"

namespace wildclaims::workflow {
namespace {

Actor as_actor(const store::UserRow& user) {
  return {domain::UserId{user.id}, user.name, user.display, user.roles, user.counties};
}

std::optional<KnownSession> look_up(Office& office, const rules::Digest& hash) {
  const auto reading = office.readers().read();
  const auto session = store::find_session(*reading, hash);
  if (!session) return std::nullopt;
  const auto user = store::find_user(*reading, session->user_id);
  return user ? std::optional(KnownSession{as_actor(*user), session->expires_at}) : std::nullopt;
}

}  // namespace

std::optional<SignedIn> sign_in(Office& office, const std::string& name, const std::string& password) {
  std::optional<store::UserRow> user;
  {
    const auto reading = office.readers().read();
    user = store::find_user(*reading, name);
  }
  if (!user) {
    match_nothing(password);
    return std::nullopt;
  }
  if (!password_matches(user->password_hash, password)) return std::nullopt;
  const rules::Instant now = office.now();
  SignedIn signed_in{random_token(), now.plus_seconds(kSessionSeconds), as_actor(*user)};
  write_unkeyed(office, [&](store::Connection& db) {
    store::delete_expired_sessions(db, now);
    store::insert_session(db, {token_hash(signed_in.token), user->id, now, signed_in.expires_at});
    return true;
  });
  return signed_in;
}

std::optional<Actor> actor_of(Office& office, const std::string& token) {
  const rules::Digest hash = token_hash(token);
  auto session = office.known_sessions().find(hash);
  if (!session) {
    const std::uint64_t forgotten = office.known_sessions().forgotten();
    session = look_up(office, hash);
    if (session) office.known_sessions().keep(hash, *session, forgotten);
  }
  if (!session || session->expires_at <= office.now()) return std::nullopt;
  return std::move(session->actor);
}

void sign_out(Office& office, const std::string& token) {
  const rules::Digest hash = token_hash(token);
  write_unkeyed(office, [&](store::Connection& db) {
    store::delete_session(db, hash);
    return true;
  });
  office.known_sessions().forget(hash);
}

}  // namespace wildclaims::workflow
