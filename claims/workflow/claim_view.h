// A claim as staff see it: whole for one, a line for a list. Personal data is masked.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "claims/domain/outcome.h"
#include "claims/domain/programme.h"
#include "claims/store/approvals.h"
#include "claims/store/claims.h"
#include "claims/store/damage_reports.h"
#include "claims/store/determinations.h"
#include "claims/store/happenings.h"
#include "claims/store/payments.h"
#include "claims/store/policies.h"
#include "claims/store/recoveries.h"
#include "claims/store/surveys.h"
#include "claims/workflow/work.h"
#include "rules/money.h"

namespace wildclaims::workflow {

struct ClaimantView {
  bool organisation = false;
  std::string name;
  std::string identity;  // masked
  std::string phone;     // masked
  std::string account;   // masked
  std::string account_holder;
};

// What is reserved, owed and paid for one claim, as the book has it.
struct ClaimMoney {
  rules::Money reserve;
  std::optional<rules::Money> entitlement;  // of the latest determination
  rules::Money approved;                    // what stands of it
  rules::Money residual;
  rules::Money pending;      // approved, and waits for the settlement of the year
  rules::Money held;         // approved, and waits for funds
  rules::Money paid;         // confirmed by the bank and not returned
  rules::Money recoverable;  // still to be paid back
  rules::Money recovered;
};

// What an approved claim waits for before it is owed.
struct Waiting {
  store::Wait wait{};
  rules::Instant since;
};

struct ClaimView {
  store::ClaimRow claim;
  store::ReportRow report;
  const domain::Programme* programme = nullptr;
  const domain::Village* village = nullptr;  // null when the configuration no longer has it
  ClaimantView claimant;
  std::vector<store::LossItemRow> items;
  std::vector<store::SurveyRow> surveys;
  std::vector<store::DeterminationRow> determinations;
  std::map<std::int64_t, store::RulebookRow> rulebooks;  // of the determinations, by id, without text
  std::vector<store::NoticeRow> notices;
  std::vector<store::ApprovalRow> approvals;
  std::vector<store::PaymentRow> payments;
  std::vector<store::RecoveryRow> recoveries;
  std::vector<store::HappeningRow> history;
  std::optional<Waiting> waiting;
  std::map<std::int64_t, std::string> users;  // names of everyone in the above
  ClaimMoney money;
};

struct ClaimLine {
  store::ClaimRow claim;
  std::string report;
  std::string claimant;  // name
  std::string phone;     // masked
  std::string village;   // code
  std::string species;
  rules::Date damage_to;
  ClaimMoney money;
};

struct ClaimPage {
  std::vector<ClaimLine> claims;
  std::int64_t next = 0;  // hand in as `before` for the next page; 0 when this is the last
};

// Lists never grow longer than this a page.
inline constexpr int kMaxPage = 200;
inline constexpr int kDefaultPage = 50;

// Refused: claim_unknown.
domain::Outcome<ClaimView> view_claim(const Reading& reading, const std::string& number);
// Newest first. `filter.programme` is set to the actor's own programme.
ClaimPage list_claims(const Reading& reading, store::ClaimFilter filter, std::int64_t before, int limit);

// One claim of a report as a line.
ClaimLine claim_line(const Reading& reading, store::ClaimRow claim, const store::ReportRow& report);

// Nothing when it does not wait.
std::optional<Waiting> waiting_of(store::Connection& db, const store::ClaimRow& claim);

// The secret on the claim's slip, for the clerk who prints it. Refused: role_not_allowed, claim_unknown.
domain::Outcome<std::string> slip_code(const Reading& reading, const std::string& number);

}  // namespace wildclaims::workflow
