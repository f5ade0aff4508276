// Who did what, when and why: one row for every object a command touched. No personal data goes in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rules/date.h"

namespace wildclaims::store {

class Connection;

struct HappeningRow {
  std::string command;  // the same for every row of one command
  std::string kind;     // "accept", "policy_opened", …
  std::optional<std::string> programme;
  std::optional<std::string> policy_id;
  std::optional<std::int64_t> report_id;
  std::optional<std::int64_t> claim_id;
  std::int64_t user_id = 0;
  rules::Instant recorded_at;
  rules::Date business_date;
  std::string reason;
  std::string detail = "{}";  // a JSON object
};

void insert_happening(Connection& connection, const HappeningRow& happening);
// Oldest first.
std::vector<HappeningRow> happenings_of_claim(Connection& connection, std::int64_t claim_id);
std::vector<HappeningRow> happenings_of_report(Connection& connection, std::int64_t report_id);

}  // namespace wildclaims::store
