#include "claims/http/acted_form.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "claims/domain/identity.h"
#include "claims/domain/json_buffer.h"
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

// Written inside the writing door, thousands of times a second.
Answer report_taken(const workflow::Reported& reported, const domain::DamageReport& report) {
  const Acted& acted = reported.acted;
  domain::JsonBuffer json;
  json.raw(R"({"report":)");
  json.quoted(acted.report);
  json.raw(R"(,"event":)");
  json.number(static_cast<std::uint64_t>(reported.event));
  json.raw(R"(,"version":)");
  json.number(static_cast<std::uint64_t>(acted.report_version));
  json.raw(R"(,"claims":[)");
  for (std::size_t i = 0; i < acted.claims.size(); ++i) {
    const Acted::Claim& claim = acted.claims[i];
    json.raw(i == 0 ? R"({"claim":)" : R"(,{"claim":)");
    json.quoted(claim.number);
    json.raw(R"(,"state":)");
    json.quoted(domain::code_of(claim.state));
    json.raw(R"(,"version":)");
    json.number(static_cast<std::uint64_t>(claim.version));
    json.raw(R"(,"claimant":)");
    json.quoted(masked_name(report.households.at(i)));
    json.raw("}");
  }
  json.raw("]}");
  return {static_cast<int>(Success::created), std::string(json.text()), etag(acted.report_version), false};
}

}  // namespace wildclaims::http
