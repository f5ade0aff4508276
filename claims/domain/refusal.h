// Why a well-formed command may not be carried out now. One refusal, one name, one problem page.
//
// The order of RefusalCode is the order of precedence: a command asks in this order and reports the first that
// stands in the way of each subject (a whole-report command gives one refusal per claim in its way).
// To add a code: one enumerator at its place in the order and one row at the same place in refusal.cpp; the
// compiler refuses a missing or misplaced row.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/bilingual.h"

namespace wildclaims::domain {

enum class RefusalCode : std::uint8_t {
  // who asks
  role_not_allowed,
  clock_not_demo,
  // what it is about
  programme_unknown,
  policy_unknown,
  report_unknown,
  claim_unknown,
  event_unknown,
  user_unknown,
  funder_unknown,
  policy_exists,
  user_exists,
  // seen and still true
  stale_version,
  // where the claim stands
  already_approved,
  wrong_state,
  nothing_to_do,
  // what must be there first
  no_policy_for_date,
  no_rulebook_for_date,
  draft_rulebook,
  illustrative_not_allowed,
  rulebook_beyond_service,
  facts_incomplete,
  survey_missing,
  notice_missing,
  notice_not_lapsed,
  // four eyes
  determiner_is_approver,
  determiner_is_cashier,
  approver_is_determiner,
  approver_is_cashier,
  approvers_are_same,
  cashier_is_determiner,
  cashier_is_approver,
  // the money
  determination_not_current,
  amount_not_as_seen,
  limit_short,
  approval_waits,
  year_not_settled,
  nothing_to_pay,
  payment_not_named,
  nothing_to_undo,
  approval_stands,
  recovery_outstanding,
  recovery_over_received,
  residuals_left_by_rule,
  nothing_to_restore,
  not_settled_at_year_end,
  year_settled,
  year_not_over,
  claims_undecided,
  too_many_to_settle,
  nothing_to_release,
  premium_over_received,
  reimbursement_over_received,
  reimbursement_over_claimed,
  period_closed,
  period_not_over,
  // the demo's clock
  clock_backwards,
};

inline constexpr RefusalCode kLastRefusal = RefusalCode::clock_backwards;
inline constexpr std::size_t kRefusalCount = static_cast<std::size_t>(kLastRefusal) + 1;

// The problem page of one code, for any subject.
struct RefusalPage {
  std::string_view name;      // "stale_version": stable, the last part of the problem's type
  rules::Bilingual title;     // a few words
  rules::Bilingual sentence;  // what is so
  rules::Bilingual remedy;    // what to do
};

std::string_view code_of(RefusalCode code);
std::optional<RefusalCode> parse_refusal_code(std::string_view name);
RefusalPage page_of(RefusalCode code);

// One refusal of one command.
struct Refused {
  RefusalCode code{};
  std::string subject;      // the claim, report or policy it concerns ("PL-2025-000017-6"); empty: the command itself
  rules::Bilingual detail;  // this case in a sentence or two; no personal data
  bool operator==(const Refused&) const = default;
};

using Refusals = std::vector<Refused>;

// With the page's sentence and remedy as the detail.
Refused refuse(RefusalCode code, std::string subject = {});
// With a detail that knows more of the case.
Refused refuse(RefusalCode code, std::string subject, rules::Bilingual detail);

}  // namespace wildclaims::domain
