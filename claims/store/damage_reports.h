// Damage events, the reports that tell of them, and the running numbers of reports and claims.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rules/date.h"
#include "rules/facts.h"

namespace wildclaims::store {

class Connection;

struct ReportRow {
  std::int64_t id = 0;
  std::string number;
  std::string programme;
  std::string policy_id;
  std::int64_t event_id = 0;
  std::string species;
  rules::Date damage_from;
  rules::Date damage_to;
  rules::Instant discovered_at;
  rules::Instant reported_at;
  std::string village;
  std::string place;
  std::string told_by;
  rules::FactTexts facts;  // further claim-scope facts
  std::int64_t version = 1;
  std::int64_t recorded_by = 0;
  rules::Instant recorded_at;
};

// The running number after the last one of these letters in this year, from 1, in the register of reports or of claims.
// Nothing when the year's 999,999 are used up.
std::optional<std::int32_t> next_report_number(Connection& connection, const std::string& letters, int year);
std::optional<std::int32_t> next_claim_number(Connection& connection, const std::string& letters, int year);

std::int64_t insert_event(Connection& connection, const std::string& programme, rules::Instant now);
bool event_exists(Connection& connection, const std::string& programme, std::int64_t id);

// Records a report; `report.id` is ignored. Returns the new id.
std::int64_t insert_report(Connection& connection, const ReportRow& report);
std::optional<ReportRow> find_report(Connection& connection, const std::string& number);
std::optional<ReportRow> find_report(Connection& connection, std::int64_t id);
// Writes the correctable details and raises the version by one.
void correct_report(Connection& connection, const ReportRow& report);
void raise_report_version(Connection& connection, std::int64_t id);
// Newest first, before the report with id `before` (0: from the newest), at most `limit`.
std::vector<ReportRow> list_reports(Connection& connection, const std::string& programme, std::int64_t before,
                                    int limit);

}  // namespace wildclaims::store
