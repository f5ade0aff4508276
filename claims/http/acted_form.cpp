#include "claims/http/acted_form.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "claims/domain/identity.h"
#include "claims/http/json_form.h"
#include "claims/http/preconditions.h"

namespace wildclaims::http {

namespace {

using workflow::Acted;
using workflow::Answer;

Json claim_form(const Acted::Claim& claim) {
  return {{"claim", claim.number}, {"state", domain::code_of(claim.state)}, {"version", claim.version}};
}

std::string masked_name(const domain::Household& household) {
  return household.kind == domain::ClaimantKind::person ? domain::masked_person_name(household.name)
                                                        : domain::masked_organisation_name(household.name);
}

}  // namespace

Answer claim_acted(const Acted& acted) {
  const Acted::Claim& claim = acted.claims.front();
  Json form = claim_form(claim);
  form["report"] = acted.report;
  form["report_version"] = acted.report_version;
  return {static_cast<int>(Success::ok), dump(form), etag(claim.version), false};
}

Answer report_acted(const Acted& acted) {
  Json claims = Json::array();
  for (const Acted::Claim& claim : acted.claims) claims.push_back(claim_form(claim));
  const Json form{{"report", acted.report}, {"version", acted.report_version}, {"claims", std::move(claims)}};
  return {static_cast<int>(Success::ok), dump(form), etag(acted.report_version), false};
}

Answer report_taken(const workflow::Reported& reported, const domain::DamageReport& report) {
  const Acted& acted = reported.acted;
  Json claims = Json::array();
  for (std::size_t i = 0; i < acted.claims.size(); ++i) {
    Json form = claim_form(acted.claims[i]);
    form["claimant"] = masked_name(report.households.at(i));
    claims.push_back(std::move(form));
  }
  const Json form{{"report", acted.report},
                  {"event", reported.event},
                  {"version", acted.report_version},
                  {"claims", std::move(claims)}};
  return {static_cast<int>(Success::created), dump(form), etag(acted.report_version), false};
}

}  // namespace wildclaims::http
