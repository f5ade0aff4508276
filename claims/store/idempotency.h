// The answers that requests already got, by user, route and key. An answer is dropped when its key expires; that the
// key was used, when and for which request stays for ever.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "rules/date.h"
#include "rules/digest.h"

namespace wildclaims::store {

class Connection;

struct AnswerRow {
  std::int64_t user_id = 0;
  std::string route;
  std::string key;
  rules::Digest request_hash;
  int status = 0;
  std::string etag;
  std::string body;
  rules::Instant recorded_at;
  std::optional<rules::Instant> expired_at{};  // since when body and etag are dropped
};

std::optional<AnswerRow> find_answer(Connection& connection, std::int64_t user_id, const std::string& route,
                                     const std::string& key);
void insert_answer(Connection& connection, const AnswerRow& answer);
// Drops the answers recorded up to then, the oldest first and at most `limit` of them; returns how many.
int expire_answers(Connection& connection, rules::Instant recorded_until, rules::Instant now, int limit);

}  // namespace wildclaims::store
