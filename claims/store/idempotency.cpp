#include "claims/store/idempotency.h"

#include "claims/store/connection.h"
#include "claims/store/failure.h"

namespace wildclaims::store {

std::optional<FoundKey> find_key(Connection& connection, std::int64_t user_id, const std::string& route,
                                 const std::string& key, rules::Instant expired_until) {
  Statement used = connection.query(
      "SELECT request_hash, recorded_at, answer_id FROM idempotency_keys WHERE user_id = ? AND route = ? AND key = ?",
      user_id, route, key);
  if (!used.step()) return std::nullopt;
  FoundKey found;
  found.request_hash = used.digest();
  found.recorded_at = used.instant();
  if (found.recorded_at <= expired_until) return found;
  Statement kept = connection.query("SELECT status, etag, body FROM idempotency_answers WHERE id = ?", used.integer());
  if (!kept.step()) return found;
  KeptAnswer answer;
  answer.status = static_cast<int>(kept.integer());
  answer.etag = kept.text();
  answer.body = kept.text();
  found.answer = std::move(answer);
  return found;
}

void keep_answer(Connection& connection, const UsedKey& used, const KeptAnswer& answer) {
  connection.run("INSERT INTO idempotency_answers (status, etag, body, recorded_at) VALUES (?, ?, ?, ?)", answer.status,
                 answer.etag, answer.body, used.recorded_at);
  connection.run(
      "INSERT INTO idempotency_keys (user_id, route, key, request_hash, recorded_at, answer_id) "
      "VALUES (?, ?, ?, ?, ?, ?)",
      used.user_id, used.route, used.key, used.request_hash, used.recorded_at, connection.last_insert_id());
}

int drop_answers(Connection& connection, rules::Instant recorded_until, int limit) {
  const char* const first = "SELECT id, recorded_at FROM idempotency_answers ORDER BY id LIMIT 1";
  int dropped = 0;
  for (; dropped < limit; ++dropped) {
    Statement oldest = connection.query(first);
    if (!oldest.step()) break;
    const std::int64_t id = oldest.integer();
    if (oldest.instant() > recorded_until) break;
    const int gone = connection.run(
        "DELETE FROM idempotency_answers WHERE id = ?1 AND id < (SELECT max(id) FROM idempotency_answers)", id);
    if (gone == 0) break;
  }
  return dropped;
}

}  // namespace wildclaims::store
