// Surveys and what each assessed, loss item by loss item. Only ever added.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "rules/date.h"
#include "rules/facts.h"

namespace wildclaims::store {

class Connection;

struct SurveyRow {
  std::int64_t id = 0;
  std::int64_t claim_id = 0;
  std::string kind;  // "discovery" or "harvest"
  rules::Date visited_on;
  std::string species;
  std::string attribution;  // "confirmed", "probable" or "unknown"
  std::string note;
  rules::FactTexts facts;  // further claim-scope facts as found
  std::int64_t surveyed_by = 0;
  rules::Instant recorded_at;
  std::map<std::int64_t, rules::FactTexts> assessments;  // by loss item
};

std::int64_t insert_survey(Connection& connection, const SurveyRow& survey);
// Oldest first.
std::vector<SurveyRow> surveys_of(Connection& connection, std::int64_t claim_id);
std::optional<SurveyRow> latest_survey(Connection& connection, std::int64_t claim_id);

}  // namespace wildclaims::store
