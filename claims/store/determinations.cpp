#include "claims/store/determinations.h"

#include <utility>

#include "claims/store/connection.h"

namespace wildclaims::store {
namespace {

std::vector<rules::FundingPart> read_parts(Statement row) {
  std::vector<rules::FundingPart> parts;
  while (row.step()) {
    std::string funder = row.text();
    parts.push_back({std::move(funder), row.money()});
  }
  return parts;
}

void insert_findings(Connection& connection, std::int64_t id, const std::vector<FindingRow>& findings) {
  std::int64_t position = 0;
  for (const FindingRow& finding : findings) {
    connection.run(
        "INSERT INTO determination_findings (determination_id, position, kind, code, zh, en, source) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        id, ++position, finding.denial ? "denial" : "flag", finding.code, finding.say.zh, finding.say.en,
        finding.source);
  }
}

std::vector<FindingRow> read_findings(Connection& connection, std::int64_t id) {
  Statement row = connection.query(
      "SELECT kind, code, zh, en, source FROM determination_findings WHERE determination_id = ? ORDER BY position", id);
  std::vector<FindingRow> findings;
  while (row.step()) {
    FindingRow finding;
    finding.denial = row.text() == "denial";
    finding.code = row.text();
    finding.say.zh = row.text();
    finding.say.en = row.text();
    finding.source = row.text();
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace

std::int64_t insert_determination(Connection& connection, const DeterminationRow& determination) {
  connection.run(
      "INSERT INTO determinations (claim_id, survey_id, rulebook_id, kind, denied, entitlement_fen, receipt, "
      "receipt_sha256, determined_by, recorded_at, replaces) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
      "(SELECT max(id) FROM determinations WHERE claim_id = ?))",
      determination.claim_id, determination.survey_id, determination.rulebook_id,
      determination.judged ? "judged" : "rulebook", determination.denied, determination.entitlement,
      determination.receipt, determination.receipt_sha256, determination.determined_by, determination.recorded_at,
      determination.claim_id);
  const std::int64_t id = connection.last_insert_id();
  insert_findings(connection, id, determination.findings);
  std::int64_t position = 0;
  for (const rules::FundingPart& part : determination.funding) {
    connection.run(
        "INSERT INTO determination_funding (determination_id, position, funder, amount_fen) VALUES (?, ?, ?, ?)", id,
        ++position, part.funder, part.amount);
  }
  return id;
}

std::vector<DeterminationRow> determinations_of(Connection& connection, std::int64_t claim_id) {
  Statement row = connection.query(
      "SELECT id, claim_id, survey_id, rulebook_id, kind, denied, entitlement_fen, receipt, receipt_sha256, "
      "determined_by, recorded_at FROM determinations WHERE claim_id = ? ORDER BY id",
      claim_id);
  std::vector<DeterminationRow> determinations;
  while (row.step()) {
    DeterminationRow each;
    each.id = row.integer();
    each.claim_id = row.integer();
    each.survey_id = row.optional_integer();
    each.rulebook_id = row.integer();
    each.judged = row.text() == "judged";
    each.denied = row.boolean();
    each.entitlement = row.money();
    each.receipt = row.text();
    each.receipt_sha256 = row.digest();
    each.determined_by = row.integer();
    each.recorded_at = row.instant();
    each.findings = read_findings(connection, each.id);
    each.funding = read_parts(connection.query(
        "SELECT funder, amount_fen FROM determination_funding WHERE determination_id = ? ORDER BY position", each.id));
    determinations.push_back(std::move(each));
  }
  return determinations;
}

std::optional<DeterminationRow> latest_determination(Connection& connection, std::int64_t claim_id) {
  std::vector<DeterminationRow> all = determinations_of(connection, claim_id);
  return all.empty() ? std::nullopt : std::optional(std::move(all.back()));
}

std::int64_t insert_notice(Connection& connection, const NoticeRow& notice) {
  connection.run(
      "INSERT INTO notices (claim_id, determination_id, posted_on, days, place, posted_by, recorded_at) "
      "VALUES (?, ?, ?, ?, ?, ?, ?)",
      notice.claim_id, notice.determination_id, notice.posted_on, notice.days, notice.place, notice.posted_by,
      notice.recorded_at);
  return connection.last_insert_id();
}

std::vector<NoticeRow> notices_of(Connection& connection, std::int64_t claim_id) {
  Statement row = connection.query(
      "SELECT id, claim_id, determination_id, posted_on, days, place, posted_by, recorded_at FROM notices "
      "WHERE claim_id = ? ORDER BY id",
      claim_id);
  std::vector<NoticeRow> notices;
  while (row.step()) {
    NoticeRow notice;
    notice.id = row.integer();
    notice.claim_id = row.integer();
    notice.determination_id = row.integer();
    notice.posted_on = row.date();
    notice.days = static_cast<int>(row.integer());
    notice.place = row.text();
    notice.posted_by = row.integer();
    notice.recorded_at = row.instant();
    notices.push_back(std::move(notice));
  }
  return notices;
}

}  // namespace wildclaims::store
