#include "claims/domain/lifecycle.h"

#include <string>

#include "claims/domain/contract_violation.h"

namespace wildclaims::domain {
namespace {

using enum ClaimState;

constexpr std::size_t kStates = kClaimStates.size();
constexpr std::size_t kActs = kHappenings.size();

constexpr std::size_t index_of(ClaimState state) { return static_cast<std::size_t>(state); }
constexpr std::size_t index_of(Happening happening) { return static_cast<std::size_t>(happening); }

// Whose right each happening is, with its texts; in the order of Happening.
struct Act {
  Happening happening;
  Role role;
  std::string_view code;
  std::string_view zh;
  std::string_view en;
};

constexpr std::array<Act, kActs> kActTable = {{
    {Happening::report, Role::clerk, "report", "报案登记", "report"},
    {Happening::correct, Role::clerk, "correct", "更正", "correct"},
    {Happening::accept, Role::adjuster, "accept", "受理", "accept"},
    {Happening::survey, Role::adjuster, "survey", "查勘", "survey"},
    {Happening::determine_indemnity, Role::adjuster, "determine_indemnity", "核赔", "determine"},
    {Happening::determine_zero, Role::adjuster, "determine_zero", "核赔（零赔付）", "determine at zero"},
    {Happening::determine_denial, Role::adjuster, "determine_denial", "核赔（拒赔）", "determine as denied"},
    {Happening::deny, Role::adjuster, "deny", "拒赔", "deny"},
    {Happening::determine_standing, Role::adjuster, "determine_standing", "核赔（已有批准）",
     "determine while an approval stands"},
    {Happening::post_notice, Role::clerk, "post_notice", "公示", "post the public notice"},
    {Happening::approve_first, Role::approver, "approve_first", "第一次批准", "approve as the first of two"},
    {Happening::approve, Role::approver, "approve", "批准", "approve"},
    {Happening::approve_residual_only, Role::approver, "approve_residual_only", "批准（限额已用尽）",
     "approve with the limit used up"},
    {Happening::hold, Role::approver, "hold", "批准（等待资金）", "approve, waiting for funds"},
    {Happening::uphold, Role::approver, "uphold", "维持或核减", "uphold or lower"},
    {Happening::uphold_unpaid, Role::approver, "uphold_unpaid", "维持或核减（待付）", "uphold or lower what is unpaid"},
    {Happening::uphold_nothing, Role::approver, "uphold_nothing", "核减至零", "lower to nothing"},
    {Happening::uphold_denial, Role::approver, "uphold_denial", "核减至零（拒赔）", "lower to nothing by a denial"},
    {Happening::undo_approval, Role::approver, "undo_approval", "撤销批准", "undo the approval"},
    {Happening::settle, Role::approver, "settle", "年度结算", "settle the year"},
    {Happening::settle_nothing, Role::approver, "settle_nothing", "年度结算（无余额）",
     "settle the year with nothing left"},
    {Happening::restore_residual, Role::approver, "restore_residual", "补批未偿余额", "restore the residual"},
    {Happening::send_back, Role::approver, "send_back", "退回重新查勘", "send back"},
    {Happening::send_payment, Role::cashier, "send_payment", "付款", "send the payment"},
    {Happening::confirm_payment, Role::cashier, "confirm_payment", "确认到账", "confirm the payment"},
    {Happening::confirm_part, Role::cashier, "confirm_part", "确认到账（尚有待付）",
     "confirm the payment with more to pay"},
    {Happening::return_payment, Role::cashier, "return_payment", "登记退票", "return the payment"},
    {Happening::record_recovery, Role::cashier, "record_recovery", "登记收回赔款", "record money paid back"},
    {Happening::close, Role::clerk, "close", "结案", "close"},
    {Happening::withdraw, Role::clerk, "withdraw", "撤案", "withdraw"},
    {Happening::appeal, Role::clerk, "appeal", "登记异议", "appeal"},
    {Happening::appeal_pending, Role::clerk, "appeal_pending", "登记异议（待年度结算）",
     "appeal before the year is settled"},
    {Happening::reopen, Role::adjuster, "reopen", "重新立案", "reopen"},
}};

// Every move there is. What is not here is refused.
struct Move {
  ClaimState from;
  Happening happening;
  ClaimState to;
};

constexpr Move kMoves[] = {
    {reported, Happening::correct, reported},
    {accepted, Happening::correct, accepted},
    {surveyed, Happening::correct, surveyed},

    {reported, Happening::accept, accepted},
    {accepted, Happening::survey, surveyed},
    {surveyed, Happening::survey, surveyed},

    {surveyed, Happening::determine_indemnity, determined},
    {surveyed, Happening::determine_zero, closed},
    {surveyed, Happening::determine_denial, denied},
    {accepted, Happening::deny, denied},
    {surveyed, Happening::deny, denied},

    {surveyed, Happening::determine_standing, determined},

    {determined, Happening::post_notice, noticed},
    {noticed, Happening::approve_first, noticed},
    {noticed, Happening::approve, approved},
    {noticed, Happening::approve_residual_only, closed},
    {noticed, Happening::hold, noticed},
    {noticed, Happening::uphold, paid},
    {noticed, Happening::uphold_unpaid, approved},
    {noticed, Happening::uphold_nothing, closed},
    {noticed, Happening::uphold_denial, denied},
    {noticed, Happening::send_back, surveyed},
    {approved, Happening::undo_approval, noticed},
    {approved, Happening::settle, approved},
    {approved, Happening::settle_nothing, closed},

    {approved, Happening::restore_residual, approved},
    {paying, Happening::restore_residual, paying},
    {paid, Happening::restore_residual, approved},
    {closed, Happening::restore_residual, approved},
    {surveyed, Happening::restore_residual, surveyed},
    {determined, Happening::restore_residual, determined},
    {noticed, Happening::restore_residual, noticed},

    {approved, Happening::send_payment, paying},
    {paying, Happening::confirm_payment, paid},
    {paying, Happening::return_payment, approved},
    {paying, Happening::confirm_part, approved},
    {paid, Happening::return_payment, approved},
    {approved, Happening::return_payment, approved},
    {closed, Happening::return_payment, approved},
    {surveyed, Happening::return_payment, surveyed},
    {determined, Happening::return_payment, determined},
    {noticed, Happening::return_payment, noticed},
    {surveyed, Happening::record_recovery, surveyed},
    {determined, Happening::record_recovery, determined},
    {noticed, Happening::record_recovery, noticed},
    {approved, Happening::record_recovery, approved},
    {paying, Happening::record_recovery, paying},
    {paid, Happening::record_recovery, paid},
    {closed, Happening::record_recovery, closed},
    {denied, Happening::record_recovery, denied},
    {paid, Happening::close, closed},

    {reported, Happening::withdraw, withdrawn},
    {accepted, Happening::withdraw, withdrawn},
    {surveyed, Happening::withdraw, withdrawn},
    {determined, Happening::withdraw, withdrawn},
    {noticed, Happening::withdraw, withdrawn},

    {determined, Happening::appeal, surveyed},
    {noticed, Happening::appeal, surveyed},
    {denied, Happening::appeal, surveyed},
    {paid, Happening::appeal, surveyed},
    {closed, Happening::appeal, surveyed},
    {approved, Happening::appeal_pending, surveyed},
    {closed, Happening::reopen, surveyed},
};

using Cells = std::array<std::array<std::optional<ClaimState>, kActs>, kStates>;

constexpr Cells make_cells() {
  Cells cells{};
  for (const Move& move : kMoves) cells[index_of(move.from)][index_of(move.happening)] = move.to;
  return cells;
}

constexpr Cells kCells = make_cells();

constexpr bool tables_follow_enums() {
  for (std::size_t i = 0; i < kActs; ++i) {
    if (index_of(kActTable[i].happening) != i || index_of(kHappenings[i]) != i) return false;
  }
  for (std::size_t i = 0; i < kStates; ++i) {
    if (index_of(kClaimStates[i]) != i) return false;
  }
  std::size_t filled = 0;
  for (const auto& row : kCells) {
    for (const auto& cell : row) filled += cell.has_value() ? 1U : 0U;
  }
  return filled == std::size(kMoves);  // no cell said twice
}
static_assert(tables_follow_enums());

const Act& act_of(Happening happening) {
  if (index_of(happening) >= kActs) throw ContractViolation("no such happening");
  return kActTable[index_of(happening)];
}

bool is_approval(Happening happening) {
  return happening == Happening::approve_first || happening == Happening::approve ||
         happening == Happening::approve_residual_only || happening == Happening::hold;
}

bool is_approved_already(ClaimState state) { return state == approved || state == paying || state == paid; }

}  // namespace

std::string_view code_of(Happening happening) { return act_of(happening).code; }

std::optional<Happening> parse_happening(std::string_view code) {
  for (const Act& act : kActTable) {
    if (act.code == code) return act.happening;
  }
  return std::nullopt;
}

rules::Bilingual label_of(Happening happening) {
  const Act& act = act_of(happening);
  return {std::string(act.zh), std::string(act.en)};
}

Role role_for(Happening happening) { return act_of(happening).role; }

NextState next_state(ClaimState state, Happening happening, RoleSet roles) {
  if (index_of(state) >= kStates) throw ContractViolation("no such claim state");
  if (!roles.has(role_for(happening))) return RefusalCode::role_not_allowed;
  const std::optional<ClaimState> next = kCells[index_of(state)][index_of(happening)];
  if (next) return *next;
  if (is_approval(happening) && is_approved_already(state)) return RefusalCode::already_approved;
  return RefusalCode::wrong_state;
}

NextState first_state(RoleSet roles) {
  if (!roles.has(role_for(Happening::report))) return RefusalCode::role_not_allowed;
  return reported;
}

std::optional<Refused> refusal_for(ClaimState state, Happening happening, RoleSet roles, std::string_view subject) {
  const NextState next = next_state(state, happening, roles);
  const RefusalCode* code = std::get_if<RefusalCode>(&next);
  if (code == nullptr) return std::nullopt;
  if (*code != RefusalCode::wrong_state) return refuse(*code, std::string(subject));
  const rules::Bilingual act = label_of(happening);
  const rules::Bilingual now = label_of(state);
  return refuse(*code, std::string(subject),
                {"赔案状态为“" + now.zh + "”，不能办理“" + act.zh + "”。请按赔案显示的下一步办理。",
                 "The claim is " + now.en + "; it is not possible to " + act.en +
                     " now. Do what the claim shows as its next step."});
}

}  // namespace wildclaims::domain
