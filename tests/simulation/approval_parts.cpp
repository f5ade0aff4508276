#include "tests/simulation/approval_parts.h"

namespace wildclaims::simulation {

std::map<std::string, Fen> borne_of(Fen amount) {
  std::map<std::string, Fen> borne;
  for (const auto& [funder, part] : shares_of(amount)) borne[funder] = part;
  return borne;
}

void add_incurred(Postings& postings, const std::map<std::string, Fen>& parts, Fen sign) {
  for (const auto& [funder, part] : parts) postings.emplace_back("incurred:" + funder, sign * part);
}

void add_limit_move(Postings& postings, const std::string& scope, const char* to, const char* from, Fen amount) {
  for (const std::string& limit : {std::string("limit:"), scope}) {
    postings.emplace_back(limit + to, amount);
    postings.emplace_back(limit + from, -amount);
  }
}

void add_reserve_release(Postings& postings, const Claim& claim, Fen reserve) {
  postings.emplace_back("reserve:estimate", -reserve);
  postings.emplace_back("reserve:outstanding:" + claim.number, reserve);
}

void open_sub_limit(Auditor& auditor, const Claim& claim) {
  const std::string scope = auditor.scope(claim);
  const bool is_open = auditor.balance(claim.policy, scope + "granted") != 0;
  const Fen entitled = auditor.approved_elsewhere(claim) + claim.standing();
  const Fen wider = kHouseholdLimit - entitled - auditor.balance(claim.policy, scope + "available");
  if (wider <= 0) return;
  if (is_open) auditor.courses.add(Course::sub_limit_widened);
  Entry entry;
  entry.kind = "sub_limit_opened";
  entry.postings = {{scope + "available", wider}, {scope + "granted", -wider}};
  auditor.post(claim.policy, std::move(entry));
}

}  // namespace wildclaims::simulation
