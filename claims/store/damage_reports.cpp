#include "claims/store/damage_reports.h"

#include <charconv>
#include <limits>
#include <string_view>

#include "claims/store/connection.h"
#include "claims/store/facts_text.h"
#include "claims/store/failure.h"

namespace wildclaims::store {
namespace {

constexpr std::int32_t kLastNumber = 999'999;

ReportRow read_report(Statement& row) {
  ReportRow report;
  report.id = row.integer();
  report.number = row.text();
  report.programme = row.text();
  report.policy_id = row.text();
  report.event_id = row.integer();
  report.species = row.text();
  report.damage_from = row.date();
  report.damage_to = row.date();
  report.discovered_at = row.instant();
  report.reported_at = row.instant();
  report.village = row.text();
  report.place = row.text();
  report.told_by = row.text();
  report.facts = from_json_text(row.text());
  report.version = row.integer();
  report.recorded_by = row.integer();
  report.recorded_at = row.instant();
  return report;
}

// The numbers of a year lie between these texts: "PL-2025-" and "PL-2025.", for '.' follows '-'.
struct NumberRange {
  std::string from;
  std::string to;
};

NumberRange numbers_of(const std::string& letters, int year) {
  const std::string start = letters + "-" + std::to_string(year);
  return {start + "-", start + "."};
}

// What follows the last number of the range: "PL-2025-000041-7" is the 41st.
std::optional<std::int32_t> after(const NumberRange& range, Statement last) {
  if (!last.step()) return 1;
  std::string_view digits = last.text_view();
  digits.remove_prefix(range.from.size());
  digits = digits.substr(0, digits.find('-'));
  std::int32_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) throw StoredDamage("a stored number is not one");
  return number < kLastNumber ? std::optional(number + 1) : std::nullopt;
}

std::optional<ReportRow> first_report(Statement row) {
  return row.step() ? std::optional(read_report(row)) : std::nullopt;
}

}  // namespace

std::optional<std::int32_t> next_report_number(Connection& connection, const std::string& letters, int year) {
  const NumberRange range = numbers_of(letters, year);
  return after(range, connection.query("SELECT number FROM damage_reports WHERE number > ? AND number < ? "
                                       "ORDER BY number DESC LIMIT 1",
                                       range.from, range.to));
}

std::optional<std::int32_t> next_claim_number(Connection& connection, const std::string& letters, int year) {
  const NumberRange range = numbers_of(letters, year);
  return after(range, connection.query("SELECT number FROM claims WHERE number > ? AND number < ? "
                                       "ORDER BY number DESC LIMIT 1",
                                       range.from, range.to));
}

std::int64_t insert_event(Connection& connection, const std::string& programme, rules::Instant now) {
  connection.run("INSERT INTO damage_events (programme, recorded_at) VALUES (?, ?)", programme, now);
  return connection.last_insert_id();
}

bool event_exists(Connection& connection, const std::string& programme, std::int64_t id) {
  return connection.query("SELECT id FROM damage_events WHERE id = ? AND programme = ?", id, programme).step();
}

std::int64_t insert_report(Connection& connection, const ReportRow& report) {
  connection.run(
      "INSERT INTO damage_reports (number, programme, policy_id, event_id, species, damage_from, damage_to, "
      "discovered_at, reported_at, village, place, told_by, facts, version, recorded_by, recorded_at) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      report.number, report.programme, report.policy_id, report.event_id, report.species, report.damage_from,
      report.damage_to, report.discovered_at, report.reported_at, report.village, report.place, report.told_by,
      to_json_text(report.facts), report.version, report.recorded_by, report.recorded_at);
  return connection.last_insert_id();
}

std::optional<ReportRow> find_report(Connection& connection, const std::string& number) {
  return first_report(connection.query(
      "SELECT id, number, programme, policy_id, event_id, species, damage_from, damage_to, discovered_at, reported_at, "
      "village, place, told_by, facts, version, recorded_by, recorded_at FROM damage_reports WHERE number = ?",
      number));
}

std::optional<ReportRow> find_report(Connection& connection, std::int64_t id) {
  return first_report(connection.query(
      "SELECT id, number, programme, policy_id, event_id, species, damage_from, damage_to, discovered_at, reported_at, "
      "village, place, told_by, facts, version, recorded_by, recorded_at FROM damage_reports WHERE id = ?",
      id));
}

void correct_report(Connection& connection, const ReportRow& report) {
  connection.run(
      "UPDATE damage_reports SET policy_id = ?, species = ?, damage_from = ?, damage_to = ?, discovered_at = ?, "
      "village = ?, place = ?, version = version + 1 WHERE id = ?",
      report.policy_id, report.species, report.damage_from, report.damage_to, report.discovered_at, report.village,
      report.place, report.id);
}

void raise_report_version(Connection& connection, std::int64_t id) {
  connection.run("UPDATE damage_reports SET version = version + 1 WHERE id = ?", id);
}

std::vector<ReportRow> list_reports(Connection& connection, const std::string& programme, std::int64_t before,
                                    int limit) {
  const std::int64_t below = before > 0 ? before : std::numeric_limits<std::int64_t>::max();
  Statement row = connection.query(
      "SELECT id, number, programme, policy_id, event_id, species, damage_from, damage_to, discovered_at, reported_at, "
      "village, place, told_by, facts, version, recorded_by, recorded_at FROM damage_reports "
      "WHERE programme = ? AND id < ? ORDER BY id DESC LIMIT ?",
      programme, below, limit);
  std::vector<ReportRow> reports;
  while (row.step()) reports.push_back(read_report(row));
  return reports;
}

}  // namespace wildclaims::store
