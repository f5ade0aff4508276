// The answers that requests already got, by user, route and key.
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
};

std::optional<AnswerRow> find_answer(Connection& connection, std::int64_t user_id, const std::string& route,
                                     const std::string& key);
void insert_answer(Connection& connection, const AnswerRow& answer);

}  // namespace wildclaims::store
