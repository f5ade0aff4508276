#include "claims/workflow/case_file.h"

#include <utility>

#include "claims/domain/claim_number.h"
#include "claims/domain/lifecycle.h"
#include "claims/store/approvals.h"
#include "claims/store/determinations.h"
#include "claims/store/payments.h"
#include "claims/store/recoveries.h"

namespace wildclaims::workflow {
namespace {

using domain::ClaimState;
using domain::RefusalCode;

// The programme, when its county is one the user works in.
const domain::Programme* visible_programme(const Reading& reading, const std::string& letters) {
  const domain::Programme* programme = reading.office.find_programme(letters);
  return programme != nullptr && reading.actor.works_in(programme->county_code) ? programme : nullptr;
}

domain::Outcome<CaseFile> check_version(CaseFile file, std::int64_t current, const Target& target) {
  if (target.version && *target.version != current) {
    const std::string seen = std::to_string(*target.version);
    const std::string now = std::to_string(current);
    return domain::refuse(RefusalCode::stale_version, file.subject,
                          {"您看到的是第" + seen + "版，现在是第" + now + "版。请重新打开，核对后再提交。",
                           "you saw version " + seen + ", it is now version " + now +
                               "; open it again, check what changed, then send your request with the new version"});
  }
  return file;
}

// What the client typed may be anything, so a refusal repeats only a number that could be one.
template <class Number>
std::string subject_of(const std::optional<Number>& number) {
  return number ? number->to_string() : std::string();
}

domain::Outcome<CaseFile> open_claim(const Reading& reading, const Target& target) {
  const auto number = domain::ClaimNumber::parse(target.number);
  auto claim = number ? store::find_claim(reading.db, number->to_string()) : std::nullopt;
  CaseFile file;
  if (claim) file.programme = visible_programme(reading, claim->programme);
  if (file.programme == nullptr) return domain::refuse(RefusalCode::claim_unknown, subject_of(number));
  file.subject = claim->number;
  file.report = store::find_report(reading.db, claim->report_id).value();
  const std::int64_t version = claim->version;
  file.claims.push_back(std::move(*claim));
  return check_version(std::move(file), version, target);
}

domain::Outcome<CaseFile> open_report(const Reading& reading, const Target& target) {
  const auto number = domain::ReportNumber::parse(target.number);
  auto report = number ? store::find_report(reading.db, number->to_string()) : std::nullopt;
  CaseFile file;
  if (report) file.programme = visible_programme(reading, report->programme);
  if (file.programme == nullptr) return domain::refuse(RefusalCode::report_unknown, subject_of(number));
  file.subject = report->number;
  file.report = std::move(*report);
  for (store::ClaimRow& claim : store::claims_of_report(reading.db, file.report.id)) {
    if (is_open(claim.state)) file.claims.push_back(std::move(claim));
  }
  const std::int64_t version = file.report.version;
  auto checked = check_version(std::move(file), version, target);
  if (checked.ok() && checked->claims.empty()) {
    return domain::refuse(RefusalCode::nothing_to_do, subject_of(number));
  }
  return checked;
}

}  // namespace

bool is_open(ClaimState state) {
  return state != ClaimState::denied && state != ClaimState::withdrawn && state != ClaimState::closed;
}

domain::Outcome<CaseFile> open_file(const Reading& reading, const Target& target) {
  return target.kind == Target::Kind::claim ? open_claim(reading, target) : open_report(reading, target);
}

domain::Outcome<CaseFile> open_for(const Reading& reading, const Target& target, domain::Happening happening) {
  if (!reading.actor.roles.has(domain::role_for(happening))) return domain::refuse(RefusalCode::role_not_allowed);
  auto opened = open_file(reading, target);
  if (!opened) return opened;
  if (auto found = obstacles(*opened, happening, reading.actor.roles); !found.empty()) return found;
  return opened;
}

domain::Refusals obstacles(const CaseFile& file, domain::Happening happening, domain::RoleSet roles) {
  domain::Refusals found;
  for (const store::ClaimRow& claim : file.claims) {
    if (auto refused = domain::refusal_for(claim.state, happening, roles, claim.number)) {
      found.push_back(std::move(*refused));
    }
  }
  return found;
}

domain::Hands hands_on(store::Connection& db, std::int64_t claim_id) {
  domain::Hands hands;
  std::int64_t current = 0;
  for (const store::DeterminationRow& determination : store::determinations_of(db, claim_id)) {
    hands.determiners.push_back({determination.determined_by});
    current = determination.id;
  }
  for (const store::ApprovalRow& approval : store::approvals_of(db, claim_id)) {
    hands.approvers.push_back({approval.approved_by});
    if (approval.carried_out) hands.approvers.push_back({approval.carried_out->carried_out_by});
    for (const store::ReductionRow& reduction : approval.reductions) hands.approvers.push_back({reduction.lowered_by});
    if (approval.restores) continue;  // of an earlier answer, while this one may wait for its second approver
    // A later approval, undone or not, uses up the first one before it.
    hands.waiting_approver = approval.is_first() && approval.determination_id == current
                                 ? std::optional(domain::UserId{approval.approved_by})
                                 : std::nullopt;
  }
  for (const store::PaymentRow& payment : store::payments_of(db, claim_id)) {
    hands.cashiers.push_back({payment.sent_by});
    for (const store::PaymentResultRow& result : payment.results) hands.cashiers.push_back({result.recorded_by});
  }
  for (const store::RecoveryRow& recovery : store::recoveries_of(db, claim_id)) {
    hands.cashiers.push_back({recovery.received_by});
  }
  return hands;
}

}  // namespace wildclaims::workflow
