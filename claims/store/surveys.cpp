#include "claims/store/surveys.h"

#include "claims/store/connection.h"
#include "claims/store/facts_text.h"

namespace wildclaims::store {

std::int64_t insert_survey(Connection& connection, const SurveyRow& survey) {
  connection.run(
      "INSERT INTO surveys (claim_id, kind, visited_on, species, attribution, note, facts, surveyed_by, recorded_at) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      survey.claim_id, survey.kind, survey.visited_on, survey.species, survey.attribution, survey.note,
      to_json_text(survey.facts), survey.surveyed_by, survey.recorded_at);
  const std::int64_t id = connection.last_insert_id();
  for (const auto& [item, facts] : survey.assessments) {
    connection.run("INSERT INTO assessments (survey_id, item, facts) VALUES (?, ?, ?)", id, item, to_json_text(facts));
  }
  return id;
}

std::vector<SurveyRow> surveys_of(Connection& connection, std::int64_t claim_id) {
  Statement row = connection.query(
      "SELECT id, claim_id, kind, visited_on, species, attribution, note, facts, surveyed_by, recorded_at FROM surveys "
      "WHERE claim_id = ? ORDER BY id",
      claim_id);
  std::vector<SurveyRow> surveys;
  while (row.step()) {
    SurveyRow survey;
    survey.id = row.integer();
    survey.claim_id = row.integer();
    survey.kind = row.text();
    survey.visited_on = row.date();
    survey.species = row.text();
    survey.attribution = row.text();
    survey.note = row.text();
    survey.facts = from_json_text(row.text());
    survey.surveyed_by = row.integer();
    survey.recorded_at = row.instant();
    Statement items =
        connection.query("SELECT item, facts FROM assessments WHERE survey_id = ? ORDER BY item", survey.id);
    while (items.step()) {
      const std::int64_t item = items.integer();
      survey.assessments.emplace(item, from_json_text(items.text()));
    }
    surveys.push_back(std::move(survey));
  }
  return surveys;
}

std::optional<SurveyRow> latest_survey(Connection& connection, std::int64_t claim_id) {
  std::vector<SurveyRow> surveys = surveys_of(connection, claim_id);
  return surveys.empty() ? std::nullopt : std::optional(std::move(surveys.back()));
}

}  // namespace wildclaims::store
