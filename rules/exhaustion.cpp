#include "rules/exhaustion.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>

namespace wildclaims::rules {
namespace {

using Wants = std::vector<Want>;
using Amounts = std::vector<Int128>;  // fen

// Priorities as places in line: claims carried longest first, then by key; equals share a place.
void rank(std::span<const YearClaim> claims, Wants& wants) {
  std::vector<std::size_t> order(claims.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto before = [&](std::size_t left, std::size_t right) {
    if (claims[left].years_carried != claims[right].years_carried)
      return claims[left].years_carried > claims[right].years_carried;
    return claims[left].priority < claims[right].priority;
  };
  std::sort(order.begin(), order.end(), before);
  Int128 place = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i > 0 && before(order[i - 1], order[i])) ++place;
    wants[order[i]].priority = place;
  }
}

Amounts hold_in_order(Int128 left, const Wants& wants) {
  Amounts given;
  bool one_waits = false;
  for (const Want& want : wants) {
    const bool counts = !want.exempt && want.wanted > 0;
    if (counts && want.wanted > left) one_waits = true;
    given.push_back(counts && one_waits ? 0 : want.wanted);
    if (counts) left -= given.back();
  }
  return given;
}

Amounts approve(const YearRule& rule, Int128 available, const Wants& wants) {
  AllocationRule allocation{Allocation::proportional, rule.reserved.fen(), rule.ties};
  switch (rule.policy) {
    case Exhaustion::hold:
      return hold_in_order(available, wants);
    case Exhaustion::truncate:
      allocation = {Allocation::first_come, 0, rule.ties};
      break;
    case Exhaustion::prorate:
      break;
    case Exhaustion::priority:
      allocation.by = Allocation::priority;
      break;
  }
  Amounts given(wants.size());
  // Out of reach: the sum of 2^64 amounts of money still fits 128 bits.
  if (!allot(available, wants, allocation, 1, given)) throw MoneyOverflow();
  return given;
}

// Exempt claims as if there were no others; then the others with what is left, which is nothing if those were cut.
Amounts approve_exempt_first(const YearRule& rule, Int128 available, const Wants& wants) {
  Wants exempt = wants;
  Wants others = wants;
  for (std::size_t i = 0; i < wants.size(); ++i) {
    exempt[i].exempt = false;
    (wants[i].exempt ? others : exempt)[i].wanted = 0;
  }
  Amounts given = approve(rule, available, exempt);
  Int128 left = available;
  bool cut = false;
  for (std::size_t i = 0; i < wants.size(); ++i) {
    cut = cut || given[i] < exempt[i].wanted;
    left -= std::max(given[i], Int128{0});
  }
  const Amounts rest = approve(rule, cut ? 0 : left, others);
  for (std::size_t i = 0; i < wants.size(); ++i) given[i] += rest[i];
  return given;
}

}  // namespace

Exhausted exhaust(Exhaustion policy, Money entitlement, Money available) {
  Exhausted result;
  const Money left = std::max(available, Money());
  const bool fits = entitlement <= left;
  switch (policy) {
    case Exhaustion::truncate:
      result.approved = std::min(entitlement, left);
      result.residual = entitlement - result.approved;
      break;
    case Exhaustion::hold:
      (fits ? result.approved : result.held) = entitlement;
      break;
    case Exhaustion::prorate:
    case Exhaustion::priority:
      result.pending = entitlement;
      break;
  }
  return result;
}

std::vector<YearShare> settle_year(const YearRule& rule, Money available, std::span<const YearClaim> claims) {
  Wants wants;
  for (const YearClaim& claim : claims) wants.push_back({claim.wanted.fen(), 0, claim.reserved, claim.exempt});
  if (rule.policy == Exhaustion::priority) rank(claims, wants);
  const Amounts given =
      rule.exempt_counts ? approve_exempt_first(rule, available.fen(), wants) : approve(rule, available.fen(), wants);

  std::vector<YearShare> shares;
  for (std::size_t i = 0; i < claims.size(); ++i) {
    YearShare share{Money::from_fen(static_cast<std::int64_t>(given[i])), {}, {}};
    (claims[i].years_carried < rule.carry_over ? share.carried : share.unpaid) = claims[i].wanted - share.approved;
    shares.push_back(share);
  }
  return shares;
}

std::string to_string(Exhaustion policy) {
  switch (policy) {
    case Exhaustion::truncate:
      return "truncate";
    case Exhaustion::hold:
      return "hold";
    case Exhaustion::prorate:
      return "prorate";
    case Exhaustion::priority:
      return "priority";
  }
  return {};
}

}  // namespace wildclaims::rules
