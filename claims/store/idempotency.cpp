#include "claims/store/idempotency.h"

#include "claims/store/connection.h"

namespace wildclaims::store {

std::optional<AnswerRow> find_answer(Connection& connection, std::int64_t user_id, const std::string& route,
                                     const std::string& key) {
  Statement row = connection.query(
      "SELECT user_id, route, key, request_hash, status, etag, body, recorded_at, expired_at FROM "
      "idempotency_answers "
      "WHERE user_id = ? AND route = ? AND key = ?",
      user_id, route, key);
  if (!row.step()) return std::nullopt;
  AnswerRow answer;
  answer.user_id = row.integer();
  answer.route = row.text();
  answer.key = row.text();
  answer.request_hash = row.digest();
  answer.status = static_cast<int>(row.integer());
  answer.etag = row.text();
  answer.body = row.text();
  answer.recorded_at = row.instant();
  if (!row.skip_null()) answer.expired_at = row.instant();
  return answer;
}

int expire_answers(Connection& connection, rules::Instant recorded_until, rules::Instant now, int limit) {
  return connection.run(
      "UPDATE idempotency_answers SET body = '', etag = '', expired_at = ? WHERE (user_id, route, key) IN "
      "(SELECT user_id, route, key FROM idempotency_answers WHERE expired_at IS NULL AND recorded_at <= ? "
      "ORDER BY recorded_at LIMIT ?)",
      now, recorded_until, limit);
}

void insert_answer(Connection& connection, const AnswerRow& answer) {
  connection.run(
      "INSERT INTO idempotency_answers (user_id, route, key, request_hash, status, etag, body, recorded_at) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      answer.user_id, answer.route, answer.key, answer.request_hash, answer.status, answer.etag, answer.body,
      answer.recorded_at);
}

}  // namespace wildclaims::store
