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

// Besides its postings an entry names: nothing, a claim, a claim and what was determined, a claim and a batch, or those
// and the entry it takes back.
enum class Names : std::uint8_t { nothing, claim, determination, batch, reversed };

struct Shape {
  EntryKind kind;
  Names names;
  KindSet debits;
  KindSet credits;
};

constexpr std::array<Shape, kEntryKinds.size()> kShapes = {{
    {EntryKind::policy_opened, Names::nothing, {limit_available, premium_receivable}, {limit_granted, premium_written}},
    {EntryKind::premium_received, Names::nothing, {bank_premium}, {premium_receivable}},
    {EntryKind::reserve_set, Names::claim, {reserve_estimate}, {reserve_outstanding}},
    {EntryKind::reserve_changed,
     Names::claim,
     {reserve_estimate, reserve_outstanding},
     {reserve_estimate, reserve_outstanding}},
    {EntryKind::reserve_released, Names::claim, {reserve_outstanding}, {reserve_estimate}},
    {EntryKind::indemnity_approved,
     Names::determination,
     {incurred, limit_committed, residual, reserve_outstanding},
     {payable, limit_available, residual_owed, reserve_estimate}},
    {EntryKind::residual_recorded,
     Names::determination,
     {residual, reserve_outstanding},
     {residual_owed, reserve_estimate}},
    {EntryKind::payment_sent, Names::batch, {payable}, {clearing}},
    {EntryKind::payment_confirmed, Names::batch, {clearing, limit_paid}, {bank_claims, limit_committed}},
    {EntryKind::payment_returned,
     Names::reversed,
     {bank_claims, limit_committed, clearing},
     {clearing, limit_paid, payable}},
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

bool names_what_it_must(const Entry& entry, Names names) {
  const bool claim = names != Names::nothing;
  const bool determination = names == Names::determination;
  const bool batch = names == Names::batch || names == Names::reversed;
  const bool reversed = names == Names::reversed;
  return entry.claim.has_value() == claim && entry.determination.has_value() == determination &&
         entry.receipt.has_value() == determination && entry.batch.has_value() == batch &&
         entry.reverses.has_value() == reversed;
}

}  // namespace

std::optional<rules::Bilingual> misshapen(const Entry& entry) {
  const Shape& shape = shape_of(entry.kind);
  const rules::Bilingual kind = label_of(entry.kind);
  if (!names_what_it_must(entry, shape.names)) {
    return rules::Bilingual{"“" + kind.zh + "”分录缺少或多出赔案、批次、核赔结论、回执或被冲销分录。",
                            "An entry of kind '" + kind.en +
                                "' lacks, or has one too many, of claim, batch, determination, receipt and reversed "
                                "entry."};
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
