#include "claims/workflow/determine.h"

#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>

#include "claims/store/determinations.h"
#include "claims/store/surveys.h"
#include "claims/workflow/cover.h"
#include "claims/workflow/evaluation.h"
#include "claims/workflow/record.h"
#include "claims/workflow/rulebook_choice.h"
#include "claims/workflow/scopes.h"

namespace wildclaims::workflow {
namespace {

using domain::Happening;
using domain::RefusalCode;

store::DeterminationRow determination_row(const Work& work, const store::ClaimRow& claim,
                                          const store::SurveyRow& survey, const Evaluation& evaluation) {
  const rules::Determination& result = evaluation.determination;
  store::DeterminationRow row;
  row.claim_id = claim.id;
  row.survey_id = survey.id;
  row.denied = result.denied;
  row.entitlement = result.entitlement;
  row.receipt = evaluation.receipt;
  row.receipt_sha256 = evaluation.receipt_sha256;
  row.determined_by = work.actor.id.value;
  row.recorded_at = work.now;
  for (const rules::Finding& finding : result.denials) {
    row.findings.push_back({true, finding.code, finding.say, rules::to_text(finding.source).zh});
  }
  for (const rules::Finding& finding : result.flags) {
    row.findings.push_back({false, finding.code, finding.say, rules::to_text(finding.source).zh});
  }
  row.funding = result.funding;
  return row;
}

Happening happening_of(const store::DeterminationRow& row, rules::Money standing) {
  if (!standing.is_zero()) return Happening::determine_standing;
  if (row.denied) return Happening::determine_denial;
  return row.entitlement.is_zero() ? Happening::determine_zero : Happening::determine_indemnity;
}

// Determines one claim; a refusal when something stands in its way.
std::optional<domain::Refused> determine_claim(Work& work, const CaseFile& file, store::ClaimRow& claim) {
  if (const auto code = domain::refuse_determiner(hands_on(work.db, claim.id), work.actor.id)) {
    return domain::refuse(*code, claim.number);
  }
  const auto survey = store::latest_survey(work.db, claim.id);
  if (!survey) return domain::refuse(RefusalCode::survey_missing, claim.number);
  rules::FactSheet sheet = surveyed_sheet(file, *survey);
  const auto rulebook = rulebook_of(work.reading(), file, claim, sheet.claim);
  if (!rulebook) return rulebook.refusals().front();
  // The money comes from the claim's own policy year, whatever the survey found.
  const auto policy = policy_on_loss(work.db, claim.programme, **rulebook, sheet.claim);
  if (!policy || policy->id != claim.policy_id) return domain::refuse(RefusalCode::no_policy_for_date, claim.number);
  sheet.running = running_totals(work.db, claim, scopes_of(work.db, file, claim, **rulebook, sheet.claim));
  const auto evaluation = evaluate(**rulebook, sheet);
  if (!evaluation) return domain::refuse(RefusalCode::facts_incomplete, claim.number);

  store::DeterminationRow row = determination_row(work, claim, *survey, *evaluation);
  row.rulebook_id = keep_rulebook(work.db, **rulebook);
  store::insert_determination(work.db, row);
  const rules::Money standing = standing_of(work.db, claim);
  set_reserve(work, file, claim, row.entitlement > standing ? row.entitlement - standing : rules::Money());
  record_move(work, file, claim, happening_of(row, standing));
  return std::nullopt;
}

}  // namespace

domain::Outcome<Acted> determine(Work& work, const Target& target) {
  auto opened = open_for(work.reading(), target, Happening::determine_indemnity);
  if (!opened) return std::move(opened).failure<Acted>();
  CaseFile& file = opened.value();
  domain::Refusals refusals;
  for (store::ClaimRow& claim : file.claims) {
    if (auto refused = determine_claim(work, file, claim)) refusals.push_back(std::move(*refused));
  }
  if (!refusals.empty()) return refusals;
  record_report_touched(work, file);
  return acted(file);
}

}  // namespace wildclaims::workflow
