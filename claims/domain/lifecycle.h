// The life of a claim: one table, (state, happening, role) -> next state or a named refusal.
//
//   reported -> accepted -> surveyed -> determined -> noticed -> approved -> paying -> paid -> closed
//   with denied and withdrawn beside it, and the back-edges appeal, send_back, return_payment and reopen.
//
// Each happening belongs to one role. Whoever lacks the role is refused before the state is looked at
// (role_not_allowed comes before wrong_state), so a refusal tells an outsider nothing about the claim.
// The table knows neither amounts nor dates: whether a notice has lapsed is public_notice.h, who may not act
// twice is authority.h, whether the money is there is the ledger's.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "claims/domain/claim_state.h"
#include "claims/domain/refusal.h"
#include "claims/domain/role.h"
#include "rules/bilingual.h"

namespace wildclaims::domain {

enum class Happening : std::uint8_t {
  report,                 // clerk: the claim comes into being
  correct,                // clerk: details as told, before determination; the state stays
  accept,                 // adjuster
  survey,                 // adjuster: also a second visit
  determine_indemnity,    // adjuster: the rulebook answers with more than zero
  determine_zero,         // adjuster: the rulebook answers 0.00; the claim closes, with reasons and a letter
  determine_denial,       // adjuster: the rulebook denies
  deny,                   // adjuster: denied by hand, with reasons
  determine_standing,     // adjuster: a new answer, whatever it is, while an approved indemnity stands: approver's to
                          // settle
  post_notice,            // clerk
  approve_first,          // approver: the first of two; the claim waits, noticed, for the second
  approve,                // approver: the only or the second one
  approve_residual_only,  // approver: nothing is left of the limit; only the residual is recorded
  hold,                   // approver: approved, but the limit does not reach for all of it: it waits, noticed
  uphold,                 // approver: the new answer adds nothing, or takes away; all that is left has been paid
  uphold_unpaid,          // approver: the same, and something is left to be paid
  uphold_nothing,         // approver: the same, and nothing was approved, or nothing is left of it
  uphold_denial,          // approver: the same by a denial, and nothing is left
  undo_approval,          // approver: the approval is taken back before payment, with a reason
  settle,                 // approver: the year is settled: what was pending is owed
  settle_nothing,         // approver: the same, and nothing of the limit was left for it
  restore_residual,       // approver: the limit was freed or topped up; what it had left unpaid is owed
  send_back,              // approver: to another survey, with a reason
  send_payment,           // cashier
  confirm_payment,        // cashier
  confirm_part,           // cashier: the bank has paid, and something more is to be paid
  return_payment,         // cashier: the bank gave it back, even after confirming
  record_recovery,        // cashier: the claimant has paid back; the state stays
  close,                  // clerk: a paid claim is put away
  withdraw,               // clerk: the claimant takes it back, before approval
  appeal,                 // clerk: an objection leads to a new survey and determination
  appeal_pending,         // clerk: the same, of an approval that waits for the settlement of its year
  reopen,                 // adjuster: with a reason
};

inline constexpr std::array kHappenings = {Happening::report,
                                           Happening::correct,
                                           Happening::accept,
                                           Happening::survey,
                                           Happening::determine_indemnity,
                                           Happening::determine_zero,
                                           Happening::determine_denial,
                                           Happening::deny,
                                           Happening::determine_standing,
                                           Happening::post_notice,
                                           Happening::approve_first,
                                           Happening::approve,
                                           Happening::approve_residual_only,
                                           Happening::hold,
                                           Happening::uphold,
                                           Happening::uphold_unpaid,
                                           Happening::uphold_nothing,
                                           Happening::uphold_denial,
                                           Happening::undo_approval,
                                           Happening::settle,
                                           Happening::settle_nothing,
                                           Happening::restore_residual,
                                           Happening::send_back,
                                           Happening::send_payment,
                                           Happening::confirm_payment,
                                           Happening::confirm_part,
                                           Happening::return_payment,
                                           Happening::record_recovery,
                                           Happening::close,
                                           Happening::withdraw,
                                           Happening::appeal,
                                           Happening::appeal_pending,
                                           Happening::reopen};

// The code is the kind of the claim's event row: "determine_zero".
std::string_view code_of(Happening happening);
std::optional<Happening> parse_happening(std::string_view code);
// As an act: "approve", "批准".
rules::Bilingual label_of(Happening happening);

// The one role whose right it is.
Role role_for(Happening happening);

using NextState = std::variant<ClaimState, RefusalCode>;

// For a claim that exists. Refusals: role_not_allowed; already_approved for an approval of a claim that is
// approved, paying or paid; wrong_state for the rest. `report` never happens to a claim that exists.
NextState next_state(ClaimState state, Happening happening, RoleSet roles);

// The state a new claim begins in: reported, for the clerk; role_not_allowed for others.
NextState first_state(RoleSet roles);

// next_state as a refusal ready to hand back, with a detail that names the state and the act; nothing when allowed.
std::optional<Refused> refusal_for(ClaimState state, Happening happening, RoleSet roles, std::string_view subject);

}  // namespace wildclaims::domain
