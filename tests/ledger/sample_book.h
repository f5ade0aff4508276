// A book in memory for tests: posts entries as the store does, and keeps the facts that go with them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "claims/ledger/balances.h"
#include "claims/ledger/book_check.h"
#include "claims/ledger/chain.h"
#include "claims/ledger/invariants.h"
#include "claims/ledger/recipes.h"
#include "rules/date.h"
#include "rules/loader/sha256.h"
#include "rules/money.h"

namespace wildclaims::ledger::sample {

inline rules::Money yuan(const char* text) { return rules::Money::parse(text).value(); }
inline rules::Date day(const char* text) { return rules::Date::parse(text).value(); }
inline rules::Digest receipt_of(const std::string& claim) { return rules::sha256("receipt of " + claim); }

// 40 % and 60 %, the odd fen to the larger share, as the home programme's rulebook splits.
inline FunderParts shares(rules::Money amount) {
  const rules::Money province = rules::Money::from_fen(amount.fen() * 2 / 5);
  return {{"province", province}, {"county", amount - province}};
}

// "Dr account 1.00" or "Cr account 1.00" for each posting.
inline std::vector<std::string> lines_of(const Entry& entry) {
  std::vector<std::string> lines;
  for (const Posting& posting : entry.postings) {
    const bool credit = posting.amount.is_negative();
    lines.push_back((credit ? "Cr " : "Dr ") + posting.account + " " +
                    (credit ? -posting.amount : posting.amount).to_string());
  }
  return lines;
}

class Book {
 public:
  explicit Book(std::string name = "PL-2025") : name_(std::move(name)) {}

  // Refuses as the store would: LedgerViolation.
  std::int64_t post(Entry entry) {
    require_entry(balances, entry);
    balances.apply(entry);
    now_ = now_.plus_seconds(1);
    entries.push_back(record(std::move(entry), name_, now_, head()));
    return entries.back().sequence;
  }

  ChainHead head() const { return entries.empty() ? ChainHead{} : head_of(entries.back()); }
  const std::string& name() const { return name_; }
  Violations check() const { return check_book(name_, entries, balances, facts, head()); }

  // The whole road of one claim's approval, with the facts a store would have. A delta names the approval it adds to
  // and what is determined in all.
  std::int64_t approve(const std::string& claim, rules::Money entitlement, rules::Money reserve, Scopes scopes = {},
                       std::optional<std::int64_t> adjusts = {}, std::optional<rules::Money> determined = {}) {
    const rules::Money available = balances.of(limit_available());
    const Fit fit = fit_into_limit(entitlement, available);
    const std::int64_t determination = ++determinations_;
    const std::int64_t sequence =
        post(indemnity_approved({day("2025-12-20"), claim, determination, receipt_of(claim), entitlement, available,
                                 shares(fit.approved), "county", reserve, std::move(scopes), adjusts}));
    facts.approvals.push_back({claim,
                               determination,
                               sequence,
                               determined.value_or(entitlement),
                               entitlement,
                               fit.approved,
                               fit.residual,
                               {domain::UserId{11}, domain::UserId{12}},
                               shares(fit.approved),
                               false,
                               {}});
    return sequence;
  }

  void undo(std::int64_t approval) {
    const std::int64_t sequence =
        post(approval_undone({day("2025-12-21"), approval, entries.at(static_cast<std::size_t>(approval) - 1).entry}));
    for (ApprovalFact& fact : facts.approvals) {
      if (fact.sequence == approval) fact.undone = sequence;
    }
  }

  // Approved, to wait for the settlement of the year.
  std::int64_t pend(const std::string& claim, rules::Money entitlement) {
    const std::int64_t determination = ++determinations_;
    const std::int64_t sequence =
        post(entitlement_recorded({day("2025-12-20"), claim, determination, receipt_of(claim), entitlement, {}}));
    facts.pending.push_back({claim, determination, sequence, entitlement, entitlement, {domain::UserId{11}}});
    return sequence;
  }

  // The year is settled: `share` of what is pending is approved.
  void settle(std::int64_t pending, rules::Money share) {
    if (!facts.settled_with) facts.settled_with = balances.of(limit_available());
    for (PendingFact& fact : facts.pending) {
      if (fact.sequence != pending) continue;
      fact.settled = post(entitlement_settled({day("2026-01-15"), pending, fact.claim, fact.entitlement}));
      fact.approval = post(indemnity_approved({day("2026-01-15"),
                                               fact.claim,
                                               fact.determination,
                                               receipt_of(fact.claim),
                                               fact.entitlement,
                                               share,
                                               shares(share),
                                               "county",
                                               {}}));
      facts.approvals.push_back({fact.claim,
                                 fact.determination,
                                 *fact.approval,
                                 fact.determined,
                                 fact.entitlement,
                                 share,
                                 fact.entitlement - share,
                                 fact.approvers,
                                 shares(share),
                                 false,
                                 {}});
    }
  }

  std::int64_t restore(std::int64_t approval, rules::Money amount, Scopes scopes = {}) {
    const ApprovalFact of = approval_fact(approval);
    const std::int64_t sequence =
        post(residual_restored({day("2026-01-20"), of.claim, of.determination, receipt_of(of.claim), approval, amount,
                                shares(amount), "county", std::move(scopes)}));
    ApprovalFact fact = of;
    fact.sequence = sequence;
    fact.entitlement = amount;
    fact.approved = amount;
    fact.residual = {};
    fact.parts = shares(amount);
    fact.restores = true;
    facts.approvals.push_back(std::move(fact));
    return sequence;
  }

  // A later determination of `determined` in all.
  std::int64_t lower(std::int64_t approval, rules::Money determined, rules::Money residual, rules::Money unpaid,
                     rules::Money recoverable, Scopes scopes = {}) {
    const ApprovalFact of = approval_fact(approval);
    const std::int64_t determination = ++determinations_;
    const std::int64_t sequence = post(indemnity_lowered({day("2026-01-25"),
                                                          of.claim,
                                                          determination,
                                                          receipt_of(of.claim),
                                                          approval,
                                                          residual,
                                                          unpaid,
                                                          recoverable,
                                                          shares(unpaid + recoverable),
                                                          "county",
                                                          {},
                                                          std::move(scopes)}));
    facts.reductions.push_back({of.claim, determination, sequence, determined, residual + unpaid + recoverable});
    return sequence;
  }

  ApprovalFact approval_fact(std::int64_t sequence) const {
    for (const ApprovalFact& fact : facts.approvals) {
      if (fact.sequence == sequence) return fact;
    }
    return {};
  }

  std::int64_t send(const std::string& claim, const std::string& batch, rules::Money amount) {
    const std::int64_t sequence = post(payment_sent({day("2026-01-05"), claim, batch, amount}));
    facts.payments.push_back({claim, sequence, amount});
    return sequence;
  }

  void claim_is(const std::string& claim, domain::ClaimState state) {
    for (ClaimFact& fact : facts.claims) {
      if (fact.claim == claim) {
        fact.state = state;
        return;
      }
    }
    facts.claims.push_back(
        {claim, state, {domain::UserId{10}}, {domain::UserId{11}, domain::UserId{12}}, {domain::UserId{13}}});
  }

  std::vector<RecordedEntry> entries;
  Balances balances;
  BookFacts facts;

 private:
  std::string name_;
  rules::Instant now_ = rules::Instant::from_seconds(1'758'000'000);  // 2025-09-16T05:20:00Z
  std::int64_t determinations_ = 0;
};

inline constexpr const char* kBoarClaim = "PL-2025-000001-9";
inline constexpr const char* kSwanClaim = "PL-2025-000033-0";

inline Entry opening(rules::Money limit) {
  return policy_opened({day("2025-01-01"), limit, {{"province", yuan("200000.00")}, {"county", yuan("300000.00")}}});
}

// The published policy with one claim paid and closed, one paid, returned and out again, and one that met the end of a
// limit made small for it.
inline Book sample_book() {
  Book book;
  book.post(opening(yuan("160000.00")));
  book.post(premium_received({day("2025-02-01"), "county", yuan("300000.00")}));
  book.post(reserve_changed({day("2025-09-20"), kBoarClaim, yuan("0"), yuan("4000.00")}));
  book.post(reserve_changed({day("2025-09-22"), kBoarClaim, yuan("4000.00"), yuan("5200.00")}));
  book.post(reserve_changed({day("2025-12-05"), kSwanClaim, yuan("0"), yuan("160000.00")}));

  book.approve(kBoarClaim, yuan("4931.25"), yuan("5200.00"));
  book.send(kBoarClaim, "2026-01-A", yuan("4931.25"));
  book.post(payment_confirmed({day("2026-01-06"), kBoarClaim, "2026-01-A", yuan("4931.25")}));
  book.claim_is(kBoarClaim, domain::ClaimState::closed);

  book.approve(kSwanClaim, yuan("180000.00"), yuan("160000.00"));
  const std::int64_t first = book.send(kSwanClaim, "2026-01-A", yuan("155068.75"));
  book.post(payment_confirmed({day("2026-01-06"), kSwanClaim, "2026-01-A", yuan("155068.75")}));
  book.post(
      payment_returned({day("2026-01-08"), kSwanClaim, "2026-01-A", yuan("155068.75"), first, BankResult::confirmed}));
  const std::int64_t second = book.send(kSwanClaim, "2026-01-B", yuan("155068.75"));
  book.post(payment_returned(
      {day("2026-01-09"), kSwanClaim, "2026-01-B", yuan("155068.75"), second, BankResult::not_confirmed}));
  book.send(kSwanClaim, "2026-01-C", yuan("155068.75"));
  book.claim_is(kSwanClaim, domain::ClaimState::paying);

  book.post(reserve_changed({day("2026-01-10"), "PL-2026-000001-4", yuan("0"), yuan("70.00")}));
  book.approve("PL-2026-000001-4", yuan("75.50"), yuan("70.00"));
  book.claim_is("PL-2026-000001-4", domain::ClaimState::closed);
  return book;
}

}  // namespace wildclaims::ledger::sample
