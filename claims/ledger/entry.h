// A journal entry: one happening, one balanced list of postings. Append-only: what was wrong is reversed by another
// entry that points at it. Amounts are rules::Money, CNY; debits are positive, credits negative.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/bilingual.h"
#include "rules/date.h"
#include "rules/digest.h"
#include "rules/money.h"

namespace wildclaims::ledger {

struct Posting {
  std::string account;  // account.h
  rules::Money amount;  // debit positive, credit negative, never zero
  bool operator==(const Posting&) const = default;
};

enum class EntryKind : std::uint8_t {
  policy_opened,
  policy_topped_up,
  premium_received,
  reimbursement_received,  // one funder has paid another what that had prepaid
  sub_limit_opened,        // first used, or made wider
  reserve_set,             // from nothing
  reserve_changed,         // from one estimate to another
  reserve_released,        // to nothing, by denial, withdrawal or closing
  indemnity_approved,      // with the reserve released and, when the limit is short, the residual recorded
  residual_recorded,       // nothing was left of the limit: only the residual, and the reserve released
  approval_undone,         // before payment
  indemnity_lowered,       // by a later determination: no longer owed, or to be paid back
  residual_restored,       // the limit was freed or topped up: a residual becomes an indemnity
  payment_sent,
  payment_confirmed,
  payment_returned,
  recovery_received,
  entitlement_recorded,  // waits for the settlement of the year
  entitlement_settled,
};

inline constexpr std::array kEntryKinds = {
    EntryKind::policy_opened,          EntryKind::policy_topped_up,  EntryKind::premium_received,
    EntryKind::reimbursement_received, EntryKind::sub_limit_opened,  EntryKind::reserve_set,
    EntryKind::reserve_changed,        EntryKind::reserve_released,  EntryKind::indemnity_approved,
    EntryKind::residual_recorded,      EntryKind::approval_undone,   EntryKind::indemnity_lowered,
    EntryKind::residual_restored,      EntryKind::payment_sent,      EntryKind::payment_confirmed,
    EntryKind::payment_returned,       EntryKind::recovery_received, EntryKind::entitlement_recorded,
    EntryKind::entitlement_settled};

std::string_view code_of(EntryKind kind);
std::optional<EntryKind> parse_entry_kind(std::string_view code);
rules::Bilingual label_of(EntryKind kind);

// What a recipe makes: everything but its place in a book.
struct Entry {
  EntryKind kind{};
  rules::Date effective;                      // the business date
  std::optional<std::string> claim;           // canonical claim number; an entry concerns one claim at most
  std::optional<std::string> batch;           // of a payment
  std::optional<std::int64_t> determination;  // the determination's id that the approval rests on
  std::optional<rules::Digest> receipt;       // SHA-256 of the approval's receipt (of the determination's in it)
  std::optional<std::int64_t> reverses;       // sequence, in the same book, of the entry this one takes back
  std::optional<std::int64_t> adjusts;        // sequence of the approval that this one adds to or lowers
  std::vector<Posting> postings;
  bool operator==(const Entry&) const = default;
};

// An entry in its book. Made by chain.h only.
struct RecordedEntry {
  Entry entry;
  std::string book;           // the policy: "PL-2025"
  std::int64_t sequence = 0;  // from 1, without a gap, per book
  rules::Instant recorded;
  rules::Digest previous;  // hash of the entry before; all zero for the first
  rules::Digest hash;
  bool operator==(const RecordedEntry&) const = default;
};

}  // namespace wildclaims::ledger
