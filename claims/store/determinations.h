// Determinations with their findings and funding, and public notices. Only ever added: a new determination stands
// beside the old one, names it, and is the one that counts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rules/bilingual.h"
#include "rules/date.h"
#include "rules/digest.h"
#include "rules/funding.h"
#include "rules/money.h"

namespace wildclaims::store {

class Connection;

struct FindingRow {
  bool denial = false;  // else a flag
  std::string code;
  rules::Bilingual say;
  std::string source;
};

struct DeterminationRow {
  std::int64_t id = 0;
  std::int64_t claim_id = 0;
  std::optional<std::int64_t> survey_id;  // always there when the rulebook determined
  std::int64_t rulebook_id = 0;
  bool judged = false;  // denied by a person's judgement rather than by the rulebook
  bool denied = false;
  rules::Money entitlement;
  std::string receipt;
  rules::Digest receipt_sha256;
  std::int64_t determined_by = 0;
  rules::Instant recorded_at;
  std::vector<FindingRow> findings;
  std::vector<rules::FundingPart> funding;
};

struct NoticeRow {
  std::int64_t id = 0;
  std::int64_t claim_id = 0;
  std::int64_t determination_id = 0;
  rules::Date posted_on;
  int days = 0;
  std::string place;
  std::int64_t posted_by = 0;
  rules::Instant recorded_at;
};

std::int64_t insert_determination(Connection& connection, const DeterminationRow& determination);
// Oldest first, whole.
std::vector<DeterminationRow> determinations_of(Connection& connection, std::int64_t claim_id);
std::optional<DeterminationRow> latest_determination(Connection& connection, std::int64_t claim_id);

std::int64_t insert_notice(Connection& connection, const NoticeRow& notice);
std::vector<NoticeRow> notices_of(Connection& connection, std::int64_t claim_id);

}  // namespace wildclaims::store
