// Programmes, the rulebooks in use with their full text, and the policies opened under them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rules/date.h"
#include "rules/digest.h"
#include "rules/money.h"

namespace wildclaims::store {

class Connection;

struct ProgrammeRow {
  std::string letters;
  std::string county_code;
  std::string insurer;
  rules::UtcOffset offset;
};

struct RulebookRow {
  std::int64_t id = 0;
  std::string code;
  std::string version;
  rules::Digest sha256;
  std::string text;
};

struct PolicyRow {
  std::string id;  // "PL-2025"
  std::string programme;
  int year = 0;
  rules::Date from;
  rules::Date to;
  rules::Money premium;
  rules::Money aggregate_limit;
  std::int64_t rulebook_id = 0;
  std::int64_t opened_by = 0;
  rules::Instant opened_at;
  std::string prepaid_by = {};  // the funder that pays the whole premium for all; empty when each pays its part
};

// Records a programme, or brings its stated facts up to date.
void put_programme(Connection& connection, const ProgrammeRow& programme);

// The id of a stored rulebook with these bytes; stores it first when it is new. `rulebook.id` is ignored.
std::int64_t ensure_rulebook(Connection& connection, const RulebookRow& rulebook);
std::optional<RulebookRow> find_rulebook(Connection& connection, std::int64_t id);
// Every stored rulebook without its text, and a policy that was opened under it.
struct PinnedRulebook {
  std::string code;
  std::string version;
  rules::Digest sha256;
  std::optional<std::string> policy;  // the first one; nothing when only determinations name it
};
std::vector<PinnedRulebook> pinned_rulebooks(Connection& connection);
std::optional<RulebookRow> find_rulebook(Connection& connection, const std::string& code, const std::string& version);

void insert_policy(Connection& connection, const PolicyRow& policy);
std::optional<PolicyRow> find_policy(Connection& connection, const std::string& id);
// Of one programme, by a day it covers.
std::optional<PolicyRow> find_policy_on(Connection& connection, const std::string& programme, rules::Date day);
std::vector<PolicyRow> all_policies(Connection& connection);

}  // namespace wildclaims::store
