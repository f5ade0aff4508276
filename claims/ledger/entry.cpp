#include "claims/ledger/entry.h"

#include "claims/ledger/ledger_violation.h"

namespace wildclaims::ledger {
namespace {

struct Row {
  EntryKind kind;
  std::string_view code;
  std::string_view zh;
  std::string_view en;
};

constexpr std::array<Row, kEntryKinds.size()> kRows = {{
    {EntryKind::policy_opened, "policy_opened", "保单开立", "policy opened"},
    {EntryKind::policy_topped_up, "policy_topped_up", "保单批增", "policy topped up"},
    {EntryKind::premium_received, "premium_received", "收到保费", "premium received"},
    {EntryKind::reimbursement_received, "reimbursement_received", "收到奖补资金", "reimbursement received"},
    {EntryKind::sub_limit_opened, "sub_limit_opened", "启用分项限额", "sub-limit opened"},
    {EntryKind::reserve_set, "reserve_set", "提取未决赔款准备金", "reserve set"},
    {EntryKind::reserve_changed, "reserve_changed", "调整未决赔款准备金", "reserve changed"},
    {EntryKind::reserve_released, "reserve_released", "释放未决赔款准备金", "reserve released"},
    {EntryKind::indemnity_approved, "indemnity_approved", "赔款批准", "indemnity approved"},
    {EntryKind::residual_recorded, "residual_recorded", "限额用尽，登记未偿余额", "residual recorded, limit used up"},
    {EntryKind::approval_undone, "approval_undone", "撤销批准", "approval undone"},
    {EntryKind::indemnity_lowered, "indemnity_lowered", "核减赔款", "indemnity lowered"},
    {EntryKind::residual_restored, "residual_restored", "补批未偿余额", "residual restored"},
    {EntryKind::payment_sent, "payment_sent", "赔款发出", "payment sent"},
    {EntryKind::payment_confirmed, "payment_confirmed", "赔款到账", "payment confirmed"},
    {EntryKind::payment_returned, "payment_returned", "赔款退回", "payment returned"},
    {EntryKind::recovery_received, "recovery_received", "收回多付赔款", "recovery received"},
    {EntryKind::entitlement_recorded, "entitlement_recorded", "登记待年终结算的应赔金额",
     "entitlement recorded for the year's settlement"},
    {EntryKind::entitlement_settled, "entitlement_settled", "年终结算", "entitlement settled"},
}};

constexpr bool rows_follow_kinds() {
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (static_cast<std::size_t>(kRows[i].kind) != i || kEntryKinds[i] != kRows[i].kind) return false;
  }
  return true;
}
static_assert(rows_follow_kinds());

const Row& row_of(EntryKind kind) {
  const auto at = static_cast<std::size_t>(kind);
  if (at >= kRows.size()) throw LedgerViolation("no such entry kind");
  return kRows[at];
}

}  // namespace

std::string_view code_of(EntryKind kind) { return row_of(kind).code; }

std::optional<EntryKind> parse_entry_kind(std::string_view code) {
  for (const Row& row : kRows) {
    if (row.code == code) return row.kind;
  }
  return std::nullopt;
}

rules::Bilingual label_of(EntryKind kind) {
  const Row& row = row_of(kind);
  return {std::string(row.zh), std::string(row.en)};
}

}  // namespace wildclaims::ledger
