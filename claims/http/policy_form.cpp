#include "claims/http/policy_form.h"

#include <nlohmann/json.hpp>
#include <utility>

namespace wildclaims::http {

namespace {

Json settlement_form(const workflow::PolicyView& view) {
  if (!view.settlement) return Json(nullptr);
  return {{"effective", view.settlement->effective.to_string()},
          {"available", view.settlement->available.to_string()},
          {"reason", view.settlement->reason}};
}

// The queue for funds.
Json held_form(const workflow::PolicyView& view) {
  if (!view.held) return Json(nullptr);
  return {{"claims", view.held->claims},
          {"amount", view.held->amount.to_string()},
          {"since", view.held->since.to_string()}};
}

}  // namespace

Json policy_form(const workflow::PolicyView& view) {
  Json premium = Json::array();
  Json incurred = Json::array();
  for (const auto& funder : view.funders) {
    premium.push_back({{"funder", funder.code},
                       {"label", words(funder.label)},
                       {"called", funder.premium_called.to_string()},
                       {"received", funder.premium_received.to_string()},
                       {"receivable", funder.premium_receivable.to_string()},
                       {"reimbursement_receivable", funder.reimbursement_receivable.to_string()},
                       {"reimbursement_owed_to", funder.reimbursement_owed_to.to_string()}});
    incurred.push_back(
        {{"funder", funder.code}, {"label", words(funder.label)}, {"amount", funder.incurred.to_string()}});
  }
  Json form{{"policy", view.policy.id},
            {"programme", view.policy.programme},
            {"title", words(view.title)},
            {"status", rules::to_string(view.status)},
            {"from", view.policy.from.to_string()},
            {"to", view.policy.to.to_string()},
            {"premium", view.policy.premium.to_string()}};
  form["rulebook"] = {
      {"id", view.rulebook.code}, {"version", view.rulebook.version}, {"sha256", view.rulebook.sha256.to_hex()}};
  form["limit"] = {{"granted", view.granted.to_string()},
                   {"available", view.available.to_string()},
                   {"committed", view.committed.to_string()},
                   {"paid", view.paid.to_string()}};
  form["reserve_outstanding"] = view.reserve_outstanding.to_string();
  form["residual"] = view.residual.to_string();
  form["when_exhausted"] = rules::to_string(view.when_exhausted);
  form["pending"] = view.pending.to_string();
  form["settlement"] = settlement_form(view);
  form["held"] = held_form(view);
  form["recovery_receivable"] = view.recovery_receivable.to_string();
  form["prepaid_by"] = view.policy.prepaid_by.empty() ? Json(nullptr) : Json(view.policy.prepaid_by);
  form["closed_through"] = view.closed_through ? Json(view.closed_through->to_string()) : Json(nullptr);
  form["premium_by_funder"] = std::move(premium);
  form["incurred_by_funder"] = std::move(incurred);
  return form;
}

Json reimbursement_form(const store::ReimbursementClaimRow& claim) {
  Json evidence = Json::array();
  for (const store::EvidenceRow& each : claim.evidence) {
    evidence.push_back({{"kind", each.kind},
                        {"reference", each.reference},
                        {"amount", each.amount ? Json(each.amount->to_string()) : Json(nullptr)}});
  }
  return {{"reimbursement_claim", claim.id},
          {"policy", claim.policy_id},
          {"funder", claim.funder},
          {"prepaid_by", claim.prepaid_by},
          {"amount", claim.amount.to_string()},
          {"made_on", claim.made_on.to_string()},
          {"head", {{"sequence", claim.head.sequence}, {"hash", claim.head.hash.to_hex()}}},
          {"evidence", std::move(evidence)}};
}

}  // namespace wildclaims::http
