#include "claims/http/claim_form.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "claims/domain/claim_state.h"
#include "claims/domain/damage_report.h"
#include "claims/domain/public_notice.h"

namespace wildclaims::http {

namespace {

using workflow::ClaimView;

// Who did it and when, in the programme's own time.
void add_by(Json& form, const ClaimView& view, std::int64_t user, rules::Instant at) {
  form["by"] = view.users.at(user);
  form["at"] = at.to_string(view.programme->offset);
}

Json money_form(const workflow::ClaimMoney& money) {
  return {{"reserve", money.reserve.to_string()},
          {"entitlement", money.entitlement ? Json(money.entitlement->to_string()) : Json()},
          {"approved", money.approved.to_string()},
          {"residual", money.residual.to_string()},
          {"pending", money.pending.to_string()},
          {"held", money.held.to_string()},
          {"paid", money.paid.to_string()},
          {"recoverable", money.recoverable.to_string()},
          {"recovered", money.recovered.to_string()}};
}

Json claimant_form(const workflow::ClaimantView& claimant) {
  return {{"kind",
           domain::code_of(claimant.organisation ? domain::ClaimantKind::organisation : domain::ClaimantKind::person)},
          {"name", claimant.name},
          {"identity", claimant.identity},
          {"phone", claimant.phone},
          {"account", claimant.account},
          {"account_holder", claimant.account_holder}};
}

Json items_form(const ClaimView& view) {
  Json items = Json::array();
  for (const store::LossItemRow& item : view.items) {
    Json form{{"item", item.item}, {"plot", item.plot}, {"told", facts_form(item.facts)}};
    const auto* assessments = view.surveys.empty() ? nullptr : &view.surveys.back().assessments;
    const bool assessed = assessments != nullptr && assessments->count(item.item) > 0;
    form["assessed"] = assessed ? facts_form(assessments->at(item.item)) : Json();
    items.push_back(std::move(form));
  }
  return items;
}

Json surveys_form(const ClaimView& view) {
  Json surveys = Json::array();
  for (const store::SurveyRow& survey : view.surveys) {
    Json form{{"kind", survey.kind},       {"visited_on", survey.visited_on.to_string()},
              {"species", survey.species}, {"attribution", survey.attribution},
              {"note", survey.note},       {"facts", facts_form(survey.facts)}};
    Json items = Json::array();
    for (const auto& [item, facts] : survey.assessments) {
      Json one{{"item", item}};
      one.update(facts_form(facts));
      items.push_back(std::move(one));
    }
    form["items"] = std::move(items);
    add_by(form, view, survey.surveyed_by, survey.recorded_at);
    surveys.push_back(std::move(form));
  }
  return surveys;
}

Json findings_form(const std::vector<store::FindingRow>& findings, bool denials) {
  Json form = Json::array();
  for (const store::FindingRow& finding : findings) {
    if (finding.denial != denials) continue;
    form.push_back({{"code", finding.code}, {"say", words(finding.say)}, {"clause", finding.source}});
  }
  return form;
}

Json determination_form(const ClaimView& view, const store::DeterminationRow& determination,
                        const rules::Shelf& shelf) {
  const store::RulebookRow& rulebook = view.rulebooks.at(determination.rulebook_id);
  const auto known = shelf.find(rulebook.code, rulebook.version);
  Json form{{"number", determination.id},
            {"judged", determination.judged},
            {"denied", determination.denied},
            {"entitlement", determination.entitlement.to_string()},
            {"rulebook", {{"id", rulebook.code}, {"version", rulebook.version}, {"sha256", rulebook.sha256.to_hex()}}}};
  if (known) form["status"] = rules::to_string(known->status());
  form["denials"] = findings_form(determination.findings, true);
  form["flags"] = findings_form(determination.findings, false);
  form["funding"] = funding_form(determination.funding);
  form["receipt_sha256"] = determination.receipt_sha256.to_hex();
  add_by(form, view, determination.determined_by, determination.recorded_at);
  return form;
}

Json notices_form(const ClaimView& view) {
  Json notices = Json::array();
  for (const store::NoticeRow& notice : view.notices) {
    const domain::PublicNotice posted{notice.posted_on, notice.days};
    Json form{{"determination", notice.determination_id},
              {"place", notice.place},
              {"posted_on", notice.posted_on.to_string()},
              {"days", notice.days},
              {"last_day", domain::last_day(posted).to_string()},
              {"approvable_from", domain::approvable_from(posted).to_string()}};
    add_by(form, view, notice.posted_by, notice.recorded_at);
    notices.push_back(std::move(form));
  }
  return notices;
}

// What became of an approval, and what it adds to; members that do not apply are left out.
void add_afterlife(Json& form, const ClaimView& view, const store::ApprovalRow& approval) {
  for (const store::ApprovalRow& earlier : view.approvals) {
    if (approval.adjusts == earlier.id)
      form[approval.restores ? "restores_entry" : "adds_to_entry"] = *earlier.sequence;
  }
  if (approval.carried_out) {
    Json carried_out;
    for (const store::ApprovalRow& later : view.approvals) {
      if (approval.carried_out->approval_id == later.id) carried_out["entry"] = *later.sequence;
    }
    add_by(carried_out, view, approval.carried_out->carried_out_by, approval.carried_out->recorded_at);
    form["carried_out"] = std::move(carried_out);
  }
  if (approval.undone) {
    Json undone{{"reason", approval.undone->reason}, {"entry", approval.undone->sequence}};
    add_by(undone, view, approval.undone->undone_by, approval.undone->recorded_at);
    form["undone"] = std::move(undone);
  }
  for (const store::ReductionRow& reduction : approval.reductions) {
    Json lowered{{"determination", reduction.determination_id},
                 {"residual", reduction.residual.to_string()},
                 {"unpaid", reduction.unpaid.to_string()},
                 {"recoverable", reduction.recoverable.to_string()},
                 {"entry", reduction.sequence}};
    add_by(lowered, view, reduction.lowered_by, reduction.recorded_at);
    form["lowered"].push_back(std::move(lowered));
  }
}

Json recoveries_form(const ClaimView& view) {
  Json recoveries = Json::array();
  for (const store::RecoveryRow& recovery : view.recoveries) {
    Json form{{"amount", recovery.amount.to_string()},
              {"limit_restored", recovery.restored},
              {"bank_reference", recovery.bank_reference},
              {"entry", recovery.sequence}};
    add_by(form, view, recovery.received_by, recovery.recorded_at);
    recoveries.push_back(std::move(form));
  }
  return recoveries;
}

Json waits_for(const std::optional<store::Wait>& wait) {
  if (!wait) return Json();
  return *wait == store::Wait::settlement ? "settlement" : "funds";
}

Json waiting_form(const ClaimView& view) {
  if (!view.waiting) return Json();
  return {{"for", waits_for(view.waiting->wait)}, {"since", view.waiting->since.to_string(view.programme->offset)}};
}

Json approvals_form(const ClaimView& view) {
  Json approvals = Json::array();
  for (const store::ApprovalRow& approval : view.approvals) {
    Json form{
        {"determination", approval.determination_id}, {"final", approval.final},
        {"waits_for", waits_for(approval.waits)},     {"entitlement", approval.entitlement.to_string()},
        {"approved", approval.approved.to_string()},  {"residual", approval.residual.to_string()},
        {"funding", funding_form(approval.funding)},  {"entry", approval.sequence ? Json(*approval.sequence) : Json()}};
    add_by(form, view, approval.approved_by, approval.recorded_at);
    add_afterlife(form, view, approval);
    approvals.push_back(std::move(form));
  }
  return approvals;
}

Json payments_form(const ClaimView& view) {
  Json payments = Json::array();
  for (const store::PaymentRow& payment : view.payments) {
    Json results = Json::array();
    for (const store::PaymentResultRow& result : payment.results) {
      Json one{{"result", result.confirmed ? "confirmed" : "returned"},
               {result.confirmed ? "bank_reference" : "reason", result.text}};
      add_by(one, view, result.recorded_by, result.recorded_at);
      results.push_back(std::move(one));
    }
    Json form{{"amount", payment.amount.to_string()}, {"batch", payment.batch}, {"entry", payment.sequence}};
    add_by(form, view, payment.sent_by, payment.recorded_at);
    form["results"] = std::move(results);
    payments.push_back(std::move(form));
  }
  return payments;
}

Json history_form(const ClaimView& view) {
  Json history = Json::array();
  for (const store::HappeningRow& row : view.history) {
    Json form{{"what", row.kind}, {"on", row.business_date.to_string()}};
    add_by(form, view, row.user_id, row.recorded_at);
    if (!row.reason.empty()) form["reason"] = row.reason;
    Json detail = Json::parse(row.detail, nullptr, false);
    if (detail.is_object() && !detail.empty()) form["detail"] = std::move(detail);
    history.push_back(std::move(form));
  }
  return history;
}

// The claim and what was told of the event.
Json told_form(const ClaimView& view) {
  const rules::UtcOffset offset = view.programme->offset;
  Json form{{"claim", view.claim.number},
            {"version", view.claim.version},
            {"state", domain::code_of(view.claim.state)},
            {"report", view.report.number},
            {"policy", view.claim.policy_id},
            {"programme", view.claim.programme},
            {"species", view.report.species},
            {"damage_from", view.report.damage_from.to_string()},
            {"damage_to", view.report.damage_to.to_string()},
            {"discovered_at", view.report.discovered_at.to_string(offset)},
            {"reported_at", view.report.reported_at.to_string(offset)},
            {"village", view.report.village}};
  if (view.village != nullptr) form["village_label"] = words(view.village->label);
  form["place"] = view.report.place;
  form["told_by"] = view.report.told_by;
  form["facts"] = facts_form(view.report.facts);
  return form;
}

}  // namespace

Json claim_line_form(const workflow::ClaimLine& line) {
  return {{"claim", line.claim.number},
          {"version", line.claim.version},
          {"state", domain::code_of(line.claim.state)},
          {"report", line.report},
          {"policy", line.claim.policy_id},
          {"claimant", line.claimant},
          {"phone", line.phone},
          {"village", line.village},
          {"species", line.species},
          {"damage_to", line.damage_to.to_string()},
          {"money", money_form(line.money)}};
}

Json claim_form(const ClaimView& view, const rules::Shelf& shelf) {
  Json form = told_form(view);
  form["claimant"] = claimant_form(view.claimant);
  form["money"] = money_form(view.money);
  form["waits"] = waiting_form(view);
  form["items"] = items_form(view);
  form["surveys"] = surveys_form(view);
  Json determinations = Json::array();
  for (const auto& each : view.determinations) determinations.push_back(determination_form(view, each, shelf));
  form["determination"] = determinations.empty() ? Json() : determinations.back();
  form["determinations"] = std::move(determinations);
  form["notices"] = notices_form(view);
  form["approvals"] = approvals_form(view);
  form["payments"] = payments_form(view);
  form["recoveries"] = recoveries_form(view);
  form["history"] = history_form(view);
  return form;
}

}  // namespace wildclaims::http
