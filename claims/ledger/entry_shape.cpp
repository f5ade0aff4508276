#include "claims/ledger/entry_shape.h"

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>

#include "claims/ledger/account.h"
#include "claims/ledger/ledger_violation.h"

namespace wildclaims::ledger {
namespace {

using enum AccountKind;

class KindSet {
 public:
  constexpr KindSet(std::initializer_list<AccountKind> kinds) {
    for (AccountKind kind : kinds) bits_ |= 1U << static_cast<unsigned>(kind);
  }
  constexpr bool has(AccountKind kind) const { return (bits_ >> static_cast<unsigned>(kind) & 1U) != 0; }

 private:
  std::uint32_t bits_ = 0;
};

// What an entry names besides its postings. `adjusts` is open only to kinds that may add to or lower an approval.
struct Names {
  bool claim = false;
  bool determination = false;  // with its receipt
  bool batch = false;
  bool reverses = false;
  enum class Adjusts : std::uint8_t { never, may, must } adjusts = Adjusts::never;
};
constexpr Names kNothing = {};
constexpr Names kClaim = {.claim = true};
constexpr Names kDetermination = {.claim = true, .determination = true};
constexpr Names kBatch = {.claim = true, .batch = true};
constexpr Names kReversal = {.claim = true, .reverses = true};
constexpr Names kReturn = {.claim = true, .batch = true, .reverses = true};
constexpr Names kApproval = {.claim = true, .determination = true, .adjusts = Names::Adjusts::may};
constexpr Names kDelta = {.claim = true, .determination = true, .adjusts = Names::Adjusts::must};

struct Shape {
  EntryKind kind;
  Names names;
  KindSet debits;
  KindSet credits;
};

constexpr std::array<Shape, kEntryKinds.size()> kShapes = {{
    {EntryKind::policy_opened,
     kNothing,
     {limit_available, premium_receivable, reimbursement_receivable},
     {limit_granted, premium_written, reimbursement_owed_to}},
    {EntryKind::policy_topped_up,
     kNothing,
     {limit_available, premium_receivable, reimbursement_receivable},
     {limit_granted, premium_written, reimbursement_owed_to}},
    {EntryKind::premium_received, kNothing, {bank_premium}, {premium_receivable}},
    {EntryKind::reimbursement_received, kNothing, {reimbursement_owed_to}, {reimbursement_receivable}},
    {EntryKind::sub_limit_opened,
     kNothing,
     {sub_limit_available, sub_limit_committed, sub_limit_paid},
     {sub_limit_granted}},
    {EntryKind::reserve_set, kClaim, {reserve_estimate}, {reserve_outstanding}},
    {EntryKind::reserve_changed,
     kClaim,
     {reserve_estimate, reserve_outstanding},
     {reserve_estimate, reserve_outstanding}},
    {EntryKind::reserve_released, kClaim, {reserve_outstanding}, {reserve_estimate}},
    {EntryKind::indemnity_approved,
     kApproval,
     {incurred, limit_committed, sub_limit_committed, residual, reserve_outstanding},
     {payable, limit_available, sub_limit_available, residual_owed, reserve_estimate}},
    {EntryKind::residual_recorded, kApproval, {residual, reserve_outstanding}, {residual_owed, reserve_estimate}},
    {EntryKind::approval_undone,
     kReversal,
     {payable, limit_available, sub_limit_available, residual_owed, entitlement_owed, reserve_estimate},
     {incurred, limit_committed, sub_limit_committed, residual, entitlement_pending, reserve_outstanding}},
    {EntryKind::indemnity_lowered,
     kDelta,
     {payable, recovery_receivable, limit_available, sub_limit_available, residual_owed, reserve_outstanding},
     {incurred, limit_committed, sub_limit_committed, residual, reserve_estimate}},
    {EntryKind::residual_restored,
     kDelta,
     {incurred, limit_committed, sub_limit_committed, residual_owed},
     {payable, limit_available, sub_limit_available, residual}},
    {EntryKind::payment_sent, kBatch, {payable}, {clearing}},
    {EntryKind::payment_confirmed,
     kBatch,
     {clearing, limit_paid, sub_limit_paid},
     {bank_claims, limit_committed, sub_limit_committed}},
    {EntryKind::payment_returned,
     kReturn,
     {bank_claims, limit_committed, sub_limit_committed, clearing},
     {clearing, limit_paid, sub_limit_paid, payable}},
    {EntryKind::recovery_received,
     kClaim,
     {bank_claims, limit_available, sub_limit_available},
     {recovery_receivable, limit_paid, sub_limit_paid}},
    {EntryKind::entitlement_recorded,
     kDetermination,
     {entitlement_pending, reserve_outstanding},
     {entitlement_owed, reserve_estimate}},
    {EntryKind::entitlement_settled, kReversal, {entitlement_owed}, {entitlement_pending}},
}};

constexpr bool shapes_follow_kinds() {
  for (std::size_t i = 0; i < kShapes.size(); ++i) {
    if (static_cast<std::size_t>(kShapes[i].kind) != i) return false;
  }
  return true;
}
static_assert(shapes_follow_kinds());

const Shape& shape_of(EntryKind kind) {
  const auto at = static_cast<std::size_t>(kind);
  if (at >= kShapes.size()) throw LedgerViolation("no such entry kind");
  return kShapes[at];
}

bool names_what_it_must(const Entry& entry, const Names& names) {
  const bool adjusts_rightly =
      names.adjusts == Names::Adjusts::may || entry.adjusts.has_value() == (names.adjusts == Names::Adjusts::must);
  return entry.claim.has_value() == names.claim && entry.determination.has_value() == names.determination &&
         entry.receipt.has_value() == names.determination && entry.batch.has_value() == names.batch &&
         entry.reverses.has_value() == names.reverses && adjusts_rightly;
}

}  // namespace

std::optional<rules::Bilingual> misshapen(const Entry& entry) {
  const Shape& shape = shape_of(entry.kind);
  const rules::Bilingual kind = label_of(entry.kind);
  if (!names_what_it_must(entry, shape.names)) {
    return rules::Bilingual{"“" + kind.zh + "”分录缺少或多出赔案、批次、核赔结论、回执、被冲销分录或被调整分录。",
                            "An entry of kind '" + kind.en +
                                "' lacks, or has one too many, of claim, batch, determination, receipt, reversed entry "
                                "and adjusted entry."};
  }
  for (const Posting& posting : entry.postings) {
    const auto account = parse_account(posting.account);
    if (!account) continue;
    const KindSet& allowed = posting.amount.is_negative() ? shape.credits : shape.debits;
    if (allowed.has(account->kind)) continue;
    return rules::Bilingual{
        "“" + kind.zh + "”分录不得这样记入账户 " + posting.account + "。",
        "An entry of kind '" + kind.en + "' does not post to " + posting.account + " on that side."};
  }
  return std::nullopt;
}

}  // namespace wildclaims::ledger
