#include "claims/domain/refusal.h"

#include <array>

#include "claims/domain/contract_violation.h"

namespace wildclaims::domain {
namespace {

struct Pair {
  std::string_view zh;
  std::string_view en;
  rules::Bilingual to_text() const { return {std::string(zh), std::string(en)}; }
};

struct Row {
  RefusalCode code;
  std::string_view name;
  Pair title;
  Pair sentence;
  Pair remedy;
};

// One row per code, in the order of the codes.
constexpr std::array<Row, kRefusalCount> kRows = {{
    {RefusalCode::role_not_allowed,
     "role_not_allowed",
     {"无权操作", "Not allowed for your role"},
     {"您的角色无权进行此项操作。", "Your role does not have this right."},
     {"请由有相应职责的同事办理，或请管理员核对您的角色。",
      "Ask a colleague with that duty, or ask the administrator to check your roles."}},
    {RefusalCode::clock_not_demo,
     "clock_not_demo",
     {"业务日期不可调整", "The business date cannot be moved"},
     {"只有演示系统可以调整业务日期。", "Only a demonstration system lets its business date be moved."},
     {"正式系统按真实日期办理；如需演练，请以演示方式启动。",
      "A real system follows the calendar; start one with --demo to try things out."}},
    {RefusalCode::programme_unknown,
     "programme_unknown",
     {"没有此保障项目", "No such programme"},
     {"系统中没有这个保障项目。", "There is no programme with these letters."},
     {"请核对项目代码，例如 PL。", "Check the programme's letters, for example PL."}},
    {RefusalCode::policy_unknown,
     "policy_unknown",
     {"没有此保单", "No such policy"},
     {"系统中没有这份保单。", "There is no such policy."},
     {"请核对保单号，例如 PL-2025；如尚未建立，请管理员开立。",
      "Check the policy, for example PL-2025; if it was never opened, ask the administrator to open it."}},
    {RefusalCode::report_unknown,
     "report_unknown",
     {"没有此报案", "No such damage report"},
     {"系统中没有这个报案号。", "There is no damage report with this number."},
     {"请对照报案回执核对号码。", "Check the number against the report slip."}},
    {RefusalCode::claim_unknown,
     "claim_unknown",
     {"没有此赔案", "No such claim"},
     {"系统中没有这个赔案号。", "There is no claim with this number."},
     {"请对照赔案回执核对号码。", "Check the number against the claim slip."}},
    {RefusalCode::event_unknown,
     "event_unknown",
     {"没有此事件", "No such event"},
     {"要并入的事件不存在。", "The event this report is to join does not exist."},
     {"请核对事件编号；如为新事件，请不要填写。", "Check the event's number; leave it out for a new event."}},
    {RefusalCode::user_unknown,
     "user_unknown",
     {"没有此用户", "No such user"},
     {"系统中没有这个用户。", "There is no such user."},
     {"请核对用户名。", "Check the user's name."}},
    {RefusalCode::funder_unknown,
     "funder_unknown",
     {"没有此出资方", "No such funder"},
     {"这份保单没有这个出资方。", "This policy has no funder of that code."},
     {"请使用保单中列出的出资方代码。", "Use one of the funders the policy lists."}},
    {RefusalCode::policy_exists,
     "policy_exists",
     {"保单已存在", "The policy exists already"},
     {"该项目该年度的保单已经开立。", "The policy of this programme and year is open already."},
     {"请直接使用已有保单。", "Use the existing policy."}},
    {RefusalCode::user_exists,
     "user_exists",
     {"用户已存在", "The user exists already"},
     {"已经有同名用户。", "There is a user of this name already."},
     {"请换一个用户名。", "Choose another name."}},
    {RefusalCode::stale_version,
     "stale_version",
     {"资料已被更新", "Changed since you saw it"},
     {"您看到的版本之后，资料已经被别人更新。", "Someone has changed it after the version you saw."},
     {"请重新打开，看过新内容后再办理。", "Open it again, look at what is new, and decide afresh."}},
    {RefusalCode::already_approved,
     "already_approved",
     {"已经批准", "Already approved"},
     {"该赔案已经批准，不能再次批准。", "This claim has been approved and cannot be approved again."},
     {"无需再办理；可在赔案中查看批准记录。", "Nothing to do; the claim shows its approval."}},
    {RefusalCode::wrong_state,
     "wrong_state",
     {"当前状态不能办理", "Not possible in this state"},
     {"赔案的当前状态不允许此项操作。", "The claim's state does not allow this."},
     {"请按赔案显示的下一步办理。", "Do what the claim shows as its next step."}},
    {RefusalCode::nothing_to_do,
     "nothing_to_do",
     {"没有可办理的赔案", "Nothing to do"},
     {"这个报案下没有可以进行此项操作的赔案。", "No claim of this report is waiting for this."},
     {"请查看各赔案的状态。", "Look at the states of its claims."}},
    {RefusalCode::no_policy_for_date,
     "no_policy_for_date",
     {"出险日期无保单", "No policy covers this date"},
     {"出险日期不在任何一份保单的保险期间内。", "No policy's period covers the date of loss."},
     {"请核对受损日期；如日期无误，请联系管理员核实保单。",
      "Check the dates of the damage; if they are right, ask the administrator about the policy."}},
    {RefusalCode::no_rulebook_for_date,
     "no_rulebook_for_date",
     {"出险日期无赔付规则", "No rulebook for this date"},
     {"没有在出险日期有效的赔付规则。", "No rulebook is in force on the date of loss."},
     {"请核对受损日期；如日期无误，请管理员装入相应年度的规则。",
      "Check the dates of the damage; if they are right, ask the administrator to install that year's rulebook."}},
    {RefusalCode::draft_rulebook,
     "draft_rulebook",
     {"规则尚为草案", "The rulebook is a draft"},
     {"出险日期对应的赔付规则仍是草案，不能据以核赔。",
      "The rulebook for the date of loss is still a draft and cannot determine a claim."},
     {"请等待规则生效。", "Wait until it is put in force."}},
    {RefusalCode::illustrative_not_allowed,
     "illustrative_not_allowed",
     {"规则仅为示例", "The rulebook is only illustrative"},
     {"出险日期对应的赔付规则仅为示例，本项目的设置不允许据以核赔。",
      "The rulebook for the date of loss is illustrative, and this programme does not allow it to determine claims."},
     {"请管理员装入正式规则。", "Ask the administrator to install the real one."}},
    {RefusalCode::rulebook_beyond_service,
     "rulebook_beyond_service",
     {"本系统尚不支持该规则", "This service cannot serve the rulebook yet"},
     {"该年度的赔付规则可以核验和试算，但用到本系统尚不支持的内容，不能据以开立保单。",
      "The rulebook of the year can be checked and tried, but uses what this service does not do yet, so no policy can "
      "be opened under it."},
     {"请规则编写人改写，或使用支持它的版本。",
      "Ask its author to write it otherwise, or use a version that supports it."}},
    {RefusalCode::facts_incomplete,
     "facts_incomplete",
     {"案情资料不全", "Facts are missing"},
     {"核赔所需的案情资料还不齐全。", "Facts that the rulebook needs are missing."},
     {"请在查勘中补齐缺少的项目。", "Complete them by a survey."}},
    {RefusalCode::survey_missing,
     "survey_missing",
     {"尚无查勘", "No survey yet"},
     {"该赔案还没有可用的查勘记录。", "The claim has no survey to rest on."},
     {"请先完成查勘。", "Record a survey first."}},
    {RefusalCode::notice_missing,
     "notice_missing",
     {"尚未公示", "No public notice"},
     {"现有核赔结论还没有公示。", "The current determination has not been on public notice."},
     {"请先张贴公示。", "Post the public notice first."}},
    {RefusalCode::notice_not_lapsed,
     "notice_not_lapsed",
     {"公示期未满", "The public notice has not lapsed"},
     {"公示期尚未届满，不能批准。", "The public notice is still running; approval has to wait."},
     {"请在公示期满次日零时以后办理。", "Approve from 00:00 of the day after its last day."}},
    {RefusalCode::determiner_is_approver,
     "determiner_is_approver",
     {"批准人不得核赔", "An approver may not determine"},
     {"您批准过该赔案，不能再作核赔结论。", "You have approved this claim, so you may not determine it."},
     {"请由另一位查勘理赔员核赔。", "Another adjuster has to."}},
    {RefusalCode::determiner_is_cashier,
     "determiner_is_cashier",
     {"出纳不得核赔", "A cashier may not determine"},
     {"您经办过该赔案的付款，不能再作核赔结论。",
      "You have handled this claim's payment, so you may not determine it."},
     {"请由另一位查勘理赔员核赔。", "Another adjuster has to."}},
    {RefusalCode::approver_is_determiner,
     "approver_is_determiner",
     {"核赔人不得批准", "The determiner may not approve"},
     {"该赔案的核赔结论由您作出，不能由您批准。", "You have determined this claim, so you may not approve it."},
     {"请由另一位审批人批准。", "Another approver has to."}},
    {RefusalCode::approver_is_cashier,
     "approver_is_cashier",
     {"出纳不得批准", "A cashier may not approve"},
     {"您经办过该赔案的付款，不能再批准。", "You have handled this claim's payment, so you may not approve it."},
     {"请由另一位审批人批准。", "Another approver has to."}},
    {RefusalCode::approvers_are_same,
     "approvers_are_same",
     {"须由第二人批准", "A second person has to approve"},
     {"第一次批准是您作出的；超过限额须由两位不同的审批人批准。",
      "You gave the first approval; above the amount two different approvers are needed."},
     {"请由另一位审批人批准。", "Another approver has to."}},
    {RefusalCode::cashier_is_determiner,
     "cashier_is_determiner",
     {"核赔人不得付款", "The determiner may not pay"},
     {"该赔案的核赔结论由您作出，不能由您付款。", "You have determined this claim, so you may not pay it."},
     {"请由另一位出纳办理。", "Another cashier has to."}},
    {RefusalCode::cashier_is_approver,
     "cashier_is_approver",
     {"批准人不得付款", "The approver may not pay"},
     {"该赔案由您批准，不能由您付款。", "You have approved this claim, so you may not pay it."},
     {"请由另一位出纳办理。", "Another cashier has to."}},
    {RefusalCode::determination_not_current,
     "determination_not_current",
     {"核赔结论已更新", "Not the current determination"},
     {"所指的核赔结论不是该赔案现行的结论。", "The determination named is not the claim's current one."},
     {"请重新打开赔案，看过现行结论后再办理。", "Open the claim again, look at the current one, and decide afresh."}},
    {RefusalCode::amount_not_as_seen,
     "amount_not_as_seen",
     {"金额与所见不符", "Not the amount you saw"},
     {"请求中的金额与应批准的金额不一致。", "The amount named is not the amount to be approved."},
     {"请重新打开，核对金额后再办理。", "Open it again, check the amount, and decide afresh."}},
    {RefusalCode::limit_short,
     "limit_short",
     {"年度限额不足", "The annual limit is short"},
     {"年度累计赔偿限额余额不足以支付全部赔款。",
      "What is left of the annual aggregate limit does not cover the whole indemnity."},
     {"如按余额批准、差额记作未偿余额，请在请求中写明 if_short: truncate。",
      "To approve what is left and record the rest as a residual, say if_short: truncate."}},
    {RefusalCode::nothing_to_pay,
     "nothing_to_pay",
     {"没有应付款", "Nothing to pay"},
     {"该赔案目前没有应付的赔款。", "Nothing is payable on this claim."},
     {"请查看赔案的付款记录。", "Look at the claim's payments."}},
    {RefusalCode::payment_not_named,
     "payment_not_named",
     {"须指明批次", "Name the batch"},
     {"该赔案有多笔已发出的付款，须指明退回的是哪一批次。",
      "Several payments of this claim are out; say which batch came back."},
     {"请在请求中写明 batch。", "Name its batch in the request."}},
    {RefusalCode::nothing_to_undo,
     "nothing_to_undo",
     {"没有可撤销的批准", "Nothing to undo"},
     {"该赔案最近一次批准已付款、已被调整或是补批，不能撤销。",
      "The claim's last approval is out, was adjusted, or restored a residual, and cannot be undone."},
     {"请通过异议重新核赔。", "Have the claim determined anew by an appeal."}},
    {RefusalCode::approval_stands,
     "approval_stands",
     {"已有批准的赔款", "An approval stands"},
     {"该赔案已有批准的赔款，不能这样办结。",
      "An approved indemnity stands on this claim, so it cannot end like this."},
     {"请重新核赔，由审批人维持或核减。", "Determine it anew; an approver upholds or lowers it."}},
    {RefusalCode::recovery_outstanding,
     "recovery_outstanding",
     {"尚有应收回的赔款", "Money is still to be paid back"},
     {"该赔案尚有应收回的赔款，不能结案。", "Money is still to be paid back on this claim, so it cannot be closed."},
     {"请先登记收回的款项。", "Record what was paid back first."}},
    {RefusalCode::recovery_over_received,
     "recovery_over_received",
     {"超过应收回金额", "More than is to be paid back"},
     {"收到的金额超过该赔案应收回的赔款。", "The amount is more than is to be paid back on this claim."},
     {"请核对金额；多收的款项须退还。", "Check the amount; what is over has to go back."}},
    {RefusalCode::residuals_left_by_rule,
     "residuals_left_by_rule",
     {"规则规定余额不补", "The rule leaves residuals"},
     {"该保单的规则为 when_freed: leave，未偿余额不因限额恢复而补批。",
      "The policy's rulebook says when_freed: leave: residuals are not restored when the limit is."},
     {"无需办理。", "Nothing to do."}},
    {RefusalCode::nothing_to_restore,
     "nothing_to_restore",
     {"没有可补批的余额", "Nothing to restore"},
     {"没有未偿余额，或年度限额没有可用余额。", "No residual stands, or nothing is available of the annual limit."},
     {"请查看保单的限额与未偿余额。", "Look at the policy's limit and residuals."}},
    {RefusalCode::premium_over_received,
     "premium_over_received",
     {"超过应收保费", "More than the premium due"},
     {"收到的金额超过该出资方尚欠的保费。", "The amount is more than this funder still owes of the premium."},
     {"请核对金额和出资方；多收的款项须退回。", "Check amount and funder; what is over has to go back."}},
    {RefusalCode::reimbursement_over_received,
     "reimbursement_over_received",
     {"超过应收奖补资金", "More than the reimbursement due"},
     {"收到的金额超过该出资方尚欠的奖补资金。",
      "The amount is more than this funder still owes of the prepaid premium."},
     {"请核对金额和出资方。", "Check amount and funder."}},
    {RefusalCode::reimbursement_over_claimed,
     "reimbursement_over_claimed",
     {"超过可申请的奖补资金", "More than can be claimed"},
     {"申请的金额超过该出资方尚欠且未申请的奖补资金。",
      "The amount is more than this funder owes of the prepaid premium and was not asked for yet."},
     {"请核对金额和出资方。", "Check amount and funder."}},
    {RefusalCode::period_closed,
     "period_closed",
     {"期间已关账", "The period is closed"},
     {"该日期所在的期间已关账，不能再记入。",
      "The day lies in a period that is closed; nothing is entered there any more."},
     {"请以关账日之后的日期办理。", "Use a day after the closing day."}},
    {RefusalCode::period_not_over,
     "period_not_over",
     {"期间尚未结束", "The period is not over"},
     {"只能关闭已经过去、且晚于上次关账日的期间。",
      "Only days that are past, and after the last closing day, can be closed."},
     {"请给出业务日期之前的日期。", "Give a day before the business date."}},
    {RefusalCode::clock_backwards,
     "clock_backwards",
     {"日期不能倒退", "The date cannot go back"},
     {"业务日期只能向后调整。", "The business date only moves forward."},
     {"请给出晚于当前业务日期的日期。", "Give a date after the current business date."}},
}};

constexpr bool rows_follow_codes() {
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (static_cast<std::size_t>(kRows[i].code) != i || kRows[i].name.empty() || kRows[i].remedy.en.empty())
      return false;
  }
  return true;
}
static_assert(rows_follow_codes(), "kRows has one row per RefusalCode, in its order");

const Row& row_of(RefusalCode code) {
  const auto at = static_cast<std::size_t>(code);
  if (at >= kRows.size()) throw ContractViolation("no such refusal code");
  return kRows[at];
}

}  // namespace

std::string_view code_of(RefusalCode code) { return row_of(code).name; }

std::optional<RefusalCode> parse_refusal_code(std::string_view name) {
  for (const Row& row : kRows) {
    if (row.name == name) return row.code;
  }
  return std::nullopt;
}

RefusalPage page_of(RefusalCode code) {
  const Row& row = row_of(code);
  return {row.name, row.title.to_text(), row.sentence.to_text(), row.remedy.to_text()};
}

Refused refuse(RefusalCode code, std::string subject) {
  const RefusalPage page = page_of(code);
  return {code, std::move(subject), {page.sentence.zh + page.remedy.zh, page.sentence.en + " " + page.remedy.en}};
}

Refused refuse(RefusalCode code, std::string subject, rules::Bilingual detail) {
  return {code, std::move(subject), std::move(detail)};
}

}  // namespace wildclaims::domain
