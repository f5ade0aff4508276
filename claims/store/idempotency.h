// The keys that requests used, by user and route, and the answers they got. An answer is dropped when its key expires;
// that the key was used, when and for which request stays for ever.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "rules/date.h"
#include "rules/digest.h"

namespace wildclaims::store {

class Connection;

struct UsedKey {
  std::int64_t user_id = 0;
  std::string route;
  std::string key;
  rules::Digest request_hash;
  rules::Instant recorded_at;
};

struct KeptAnswer {
  int status = 0;
  std::string etag;
  std::string body;
};

struct FoundKey {
  rules::Digest request_hash;
  rules::Instant recorded_at;
  std::optional<KeptAnswer> answer;  // nothing: dropped
};

// `expired_until`: keys used up to then are expired, and their answers are not read, whether dropped yet or not.
std::optional<FoundKey> find_key(Connection& connection, std::int64_t user_id, const std::string& route,
                                 const std::string& key, rules::Instant expired_until);
void keep_answer(Connection& connection, const UsedKey& used, const KeptAnswer& answer);
// Drops the answers recorded up to then, the oldest first and at most `limit` of them, but never the newest of all, so
// that its number is not given again; returns how many.
int drop_answers(Connection& connection, rules::Instant recorded_until, int limit);

}  // namespace wildclaims::store
