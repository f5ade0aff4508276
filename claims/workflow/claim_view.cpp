#include "claims/workflow/claim_view.h"

#include <algorithm>
#include <utility>

#include "claims/ledger/account.h"
#include "claims/store/claimants.h"
#include "claims/store/journal.h"
#include "claims/store/settlements.h"
#include "claims/store/users.h"
#include "claims/workflow/case_file.h"
#include "claims/workflow/record.h"

namespace wildclaims::workflow {
namespace {

using domain::RefusalCode;

ClaimMoney money_of(const Reading& reading, const store::ClaimRow& claim) {
  ClaimMoney money;
  money.reserve = reserve_of(reading.db, claim);
  if (const auto latest = store::latest_determination(reading.db, claim.id)) money.entitlement = latest->entitlement;
  const auto approvals = store::approvals_of(reading.db, claim.id);
  money.approved = store::standing_approved(approvals);
  money.residual = store::standing_residual(approvals);
  money.pending = store::standing_pending(approvals);
  if (const auto held = store::held_of(reading.db, claim.id)) money.held = held->amount;
  for (const store::PaymentRow& payment : store::payments_of(reading.db, claim.id)) {
    if (payment.is_confirmed() && !payment.is_returned()) money.paid += payment.amount;
  }
  money.recoverable = store::balance_of(reading.db, claim.policy_id, ledger::recovery_receivable(claim.number));
  for (const store::RecoveryRow& recovery : store::recoveries_of(reading.db, claim.id))
    money.recovered += recovery.amount;
  return money;
}

ClaimantView claimant_of(const Reading& reading, const store::ClaimRow& claim) {
  const auto claimant = store::find_claimant(reading.db, claim.claimant_id).value();
  return {claimant.organisation,
          claimant.name,
          store::masked_identity(reading.db, claimant.id),
          store::masked_personal(reading.db, claim.phone_id),
          store::masked_personal(reading.db, claim.account_id),
          claim.account_holder};
}

void name_users(const Reading& reading, ClaimView& view) {
  std::vector<std::int64_t> ids;
  for (const auto& row : view.surveys) ids.push_back(row.surveyed_by);
  for (const auto& row : view.determinations) ids.push_back(row.determined_by);
  for (const auto& row : view.notices) ids.push_back(row.posted_by);
  for (const auto& row : view.approvals) {
    ids.push_back(row.approved_by);
    if (row.undone) ids.push_back(row.undone->undone_by);
    if (row.carried_out) ids.push_back(row.carried_out->carried_out_by);
    for (const auto& reduction : row.reductions) ids.push_back(reduction.lowered_by);
  }
  for (const auto& row : view.recoveries) ids.push_back(row.received_by);
  for (const auto& row : view.history) ids.push_back(row.user_id);
  for (const auto& row : view.payments) {
    ids.push_back(row.sent_by);
    for (const auto& result : row.results) ids.push_back(result.recorded_by);
  }
  for (const std::int64_t id : ids) {
    if (view.users.count(id) == 0) view.users[id] = store::find_user(reading.db, id).value().name;
  }
}

}  // namespace

std::optional<Waiting> waiting_of(store::Connection& db, const store::ClaimRow& claim) {
  const auto approvals = store::approvals_of(db, claim.id);
  if (const auto* pending = store::pending_among(approvals)) {
    return Waiting{store::Wait::settlement, pending->recorded_at};
  }
  if (const auto held = store::held_of(db, claim.id)) return Waiting{store::Wait::funds, held->since};
  return std::nullopt;
}

domain::Outcome<ClaimView> view_claim(const Reading& reading, const std::string& number) {
  auto opened = open_file(reading, {Target::Kind::claim, number, std::nullopt});
  if (!opened) return std::move(opened).failure<ClaimView>();
  ClaimView view;
  view.claim = std::move(opened.value().claims.front());
  view.report = std::move(opened.value().report);
  view.programme = opened.value().programme;
  view.village = view.programme->find_village(view.report.village);
  view.claimant = claimant_of(reading, view.claim);
  view.items = store::loss_items(reading.db, view.claim.id);
  view.surveys = store::surveys_of(reading.db, view.claim.id);
  view.determinations = store::determinations_of(reading.db, view.claim.id);
  for (const store::DeterminationRow& determination : view.determinations) {
    store::RulebookRow rulebook = store::find_rulebook(reading.db, determination.rulebook_id).value();
    rulebook.text.clear();
    view.rulebooks[determination.rulebook_id] = std::move(rulebook);
  }
  view.notices = store::notices_of(reading.db, view.claim.id);
  view.approvals = store::approvals_of(reading.db, view.claim.id);
  view.payments = store::payments_of(reading.db, view.claim.id);
  view.recoveries = store::recoveries_of(reading.db, view.claim.id);
  view.history = store::happenings_of_claim(reading.db, view.claim.id);
  view.money = money_of(reading, view.claim);
  view.waiting = waiting_of(reading.db, view.claim);
  name_users(reading, view);
  return view;
}

ClaimLine claim_line(const Reading& reading, store::ClaimRow claim, const store::ReportRow& report) {
  ClaimLine line;
  line.report = report.number;
  line.claimant = store::find_claimant(reading.db, claim.claimant_id).value().name;
  line.phone = store::masked_personal(reading.db, claim.phone_id);
  line.village = report.village;
  line.species = report.species;
  line.damage_to = report.damage_to;
  line.money = money_of(reading, claim);
  line.claim = std::move(claim);
  return line;
}

ClaimPage list_claims(const Reading& reading, store::ClaimFilter filter, std::int64_t before, int limit) {
  ClaimPage page;
  const auto& programmes = reading.office.programmes();
  const auto programme = std::find_if(programmes.begin(), programmes.end(), [&](const domain::Programme& each) {
    return reading.actor.works_in(each.county_code) &&
           (filter.programme.empty() || filter.programme == each.letters.to_string());
  });
  if (programme == programmes.end()) return page;
  filter.programme = programme->letters.to_string();
  const int size = std::clamp(limit, 1, kMaxPage);
  std::vector<store::ClaimRow> rows = store::list_claims(reading.db, filter, before, size + 1);
  if (rows.size() > static_cast<std::size_t>(size)) {
    rows.pop_back();
    page.next = rows.back().id;
  }
  for (store::ClaimRow& row : rows) {
    const auto report = store::find_report(reading.db, row.report_id).value();
    page.claims.push_back(claim_line(reading, std::move(row), report));
  }
  return page;
}

domain::Outcome<std::string> slip_code(const Reading& reading, const std::string& number) {
  if (!reading.actor.roles.has(domain::Role::clerk)) return domain::refuse(RefusalCode::role_not_allowed);
  auto opened = open_file(reading, {Target::Kind::claim, number, std::nullopt});
  if (!opened) return std::move(opened).failure<std::string>();
  return reading.office.vault().slip_code(opened.value().claims.front().number);
}

}  // namespace wildclaims::workflow
