#include "claims/workflow/deny.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "claims/domain/damage_report.h"
#include "claims/domain/text_limits.h"
#include "claims/store/determinations.h"
#include "claims/store/policies.h"
#include "claims/workflow/record.h"
#include "rules/loader/sha256.h"

namespace wildclaims::workflow {
namespace {

rules::Faults check(const Denial& denial) {
  rules::Faults faults;
  if (denial.reasons.empty()) {
    faults.push_back({"/reasons", "no_reasons", {"拒赔须逐条说明理由", "a denial names every reason"}});
  }
  if (denial.reasons.size() > kMaxDenialReasons) {
    faults.push_back({"/reasons", "too_many_reasons", {"理由最多20条", "at most 20 reasons"}});
  }
  for (std::size_t i = 0; i < denial.reasons.size() && i < kMaxDenialReasons; ++i) {
    const DenialReason& reason = denial.reasons[i];
    const std::string base = "/reasons/" + std::to_string(i);
    domain::check_code(reason.code, base + "/code", faults);
    domain::check_text(reason.say.zh, domain::kReasonText, base + "/say/zh", faults);
    domain::check_text(reason.say.en, domain::kReasonText, base + "/say/en", faults);
    domain::check_text(reason.clause, domain::kReasonText, base + "/clause", faults);
  }
  return faults;
}

store::DeterminationRow judged_row(const Work& work, const std::vector<DenialReason>& reasons,
                                   const store::ClaimRow& claim) {
  const auto earlier = store::latest_determination(work.db, claim.id);
  store::DeterminationRow row;
  row.claim_id = claim.id;
  row.rulebook_id = earlier ? earlier->rulebook_id : store::find_policy(work.db, claim.policy_id).value().rulebook_id;
  row.judged = true;
  row.denied = true;
  row.receipt = judgement_receipt(reasons);
  row.receipt_sha256 = rules::sha256(row.receipt);
  row.determined_by = work.actor.id.value;
  row.recorded_at = work.now;
  for (const DenialReason& reason : reasons) row.findings.push_back({true, reason.code, reason.say, reason.clause});
  return row;
}

}  // namespace

std::string judgement_receipt(const std::vector<DenialReason>& reasons) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const DenialReason& reason : reasons) {
    list.push_back({{"code", reason.code}, {"zh", reason.say.zh}, {"en", reason.say.en}, {"clause", reason.clause}});
  }
  return nlohmann::ordered_json{{"receipt", 1}, {"judged", true}, {"reasons", list}}.dump();
}

domain::Outcome<Acted> deny(Work& work, const Denial& denial) {
  auto opened = open_for(work.reading(), denial.target, domain::Happening::deny);
  if (!opened) return std::move(opened).failure<Acted>();
  CaseFile& file = opened.value();
  if (rules::Faults faults = check(denial); !faults.empty()) return faults;
  domain::Refusals refusals;
  for (store::ClaimRow& claim : file.claims) {
    if (const auto code = domain::refuse_determiner(hands_on(work.db, claim.id), work.actor.id)) {
      refusals.push_back(domain::refuse(*code, claim.number));
      continue;
    }
    store::insert_determination(work.db, judged_row(work, denial.reasons, claim));
    set_reserve(work, file, claim, rules::Money());
    const bool stands = !standing_of(work.db, claim).is_zero();
    record_move(work, file, claim, stands ? domain::Happening::determine_standing : domain::Happening::deny);
  }
  if (!refusals.empty()) return refusals;
  record_report_touched(work, file);
  return acted(file);
}

}  // namespace wildclaims::workflow
