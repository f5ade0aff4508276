#include "tests/simulation/approval_parts.h"

#include <algorithm>
#include <utility>

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

const Approved& grant(Auditor& auditor, Claim& claim, const Grant& terms) {
  Approved approved;
  approved.id = ++auditor.approvals;
  approved.determination = claim.determinations.back().id;
  approved.by = terms.by;
  approved.final = true;
  approved.entitlement = terms.more;
  approved.approved = std::min(terms.more, terms.money);
  approved.residual = terms.more - approved.approved;
  approved.scope = auditor.running_total(claim);
  approved.borne = borne_of(approved.approved);
  Entry entry;
  entry.kind = approved.approved > 0 ? "indemnity_approved" : "residual_recorded";
  entry.claim = claim.number;
  entry.determination = approved.determination;
  if (const Approved* before = claim.to_adjust()) {
    approved.adjusts = before->id;
    entry.adjusts = before->sequence;
  }
  add_incurred(entry.postings, approved.borne, 1);
  entry.postings.emplace_back("payable:" + claim.number, -approved.approved);
  add_limit_move(entry.postings, auditor.scope(claim), "committed", "available", approved.approved);
  entry.postings.emplace_back("residual:county", approved.residual);
  entry.postings.emplace_back("residual:owed:" + claim.number, -approved.residual);
  add_reserve_release(entry.postings, claim, auditor.reserve(claim));
  approved.sequence = auditor.post(claim.policy, std::move(entry), terms.on);
  auditor.books.at(claim.policy).entitled[approved.scope] += terms.more;
  claim.approvals.push_back(std::move(approved));
  return claim.approvals.back();
}

void take_back(Auditor& auditor, const Claim& claim, Approved& approved, std::int64_t by) {
  Book& book = auditor.books.at(claim.policy);
  Entry entry;
  entry.kind = "approval_undone";
  entry.claim = claim.number;
  entry.reverses = approved.sequence;
  for (const auto& [account, amount] : book.entries[static_cast<std::size_t>(approved.sequence - 1)].postings) {
    entry.postings.emplace_back(account, -amount);
  }
  approved.undone = auditor.post(claim.policy, std::move(entry));
  approved.undone_by = by;
  book.entitled[approved.scope] -= approved.entitlement;
}

}  // namespace wildclaims::simulation
