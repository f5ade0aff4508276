// Which rulebook answers for a claim, and the facts it is asked about.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "claims/domain/outcome.h"
#include "claims/store/claims.h"
#include "claims/store/damage_reports.h"
#include "claims/store/surveys.h"
#include "claims/workflow/case_file.h"
#include "claims/workflow/work.h"
#include "rules/facts.h"
#include "rules/rulebook.h"

namespace wildclaims::workflow {

// The claim-scope facts that a report states, by the names rulebooks know them.
rules::FactTexts claim_facts(const store::ReportRow& report, const domain::Programme& programme);

// A claim's facts as told; as surveyed, the survey's findings put in place of what was told.
rules::FactSheet reported_sheet(const CaseFile& file, const std::vector<store::LossItemRow>& items);
rules::FactSheet surveyed_sheet(const CaseFile& file, const store::SurveyRow& survey);

// By the claim's date of loss, for a first determination. Refused: no_rulebook_for_date, draft_rulebook,
// illustrative_not_allowed, about `subject`.
domain::Outcome<std::shared_ptr<const rules::Rulebook>> governing_rulebook(const Reading& reading,
                                                                           const domain::Programme& programme,
                                                                           const rules::FactTexts& claim,
                                                                           const std::string& subject);
// For one claim: the pin of its latest determination, else governing_rulebook with the claim as a refusal's subject.
domain::Outcome<std::shared_ptr<const rules::Rulebook>> rulebook_of(const Reading& reading, const CaseFile& file,
                                                                    const store::ClaimRow& claim,
                                                                    const rules::FactTexts& facts);
// The pin alone: null while nothing has been determined.
std::shared_ptr<const rules::Rulebook> pin_of(const Reading& reading, const store::ClaimRow& claim);
// A stored rulebook, from the shelf when its bytes are the same, else from its stored text: the pin of a claim.
std::shared_ptr<const rules::Rulebook> pinned_rulebook(const Reading& reading, std::int64_t rulebook_id);

// Stores the rulebook's text with its hash if it is not stored yet; its id.
std::int64_t keep_rulebook(store::Connection& db, const rules::Rulebook& rulebook);

// What the rulebook asks for that this service does not keep or do yet, for people; empty when it can be served.
std::vector<rules::Bilingual> beyond_service(const rules::Rulebook& rulebook);

}  // namespace wildclaims::workflow
